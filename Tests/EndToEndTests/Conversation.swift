import Foundation

/// One client that says what it likes, and what the daemon answers.
final class Conversation {
  let stream: SocketStream
  private var lines = SocketLines()
  /// The answers and refusals, without greetings, events and other notifications.
  private(set) var answers: [String] = []
  private(set) var events: [String] = []
  private(set) var isClosed = false
  private var isGreeted = false

  init(_ daemon: RunningDaemon) throws {
    var stream: SocketStream?
    try daemon.untilItListens {
      stream = SocketStream(daemon.socket)
      return stream != nil
    }
    guard let stream else { throw Disappointment("nobody listens") }
    self.stream = stream
    // Only who is greeted is sure to be told of what happens from now on.
    guard read(until: { isGreeted }) else { throw Disappointment("nobody is greeted") }
  }

  func say(_ line: String) {
    stream.send((line + "\n").utf8)
  }

  /// Reads until something is so; returns whether it came before the end of the connection, and
  /// before twenty seconds were over: heartbeats go on for ever.
  @discardableResult
  func read(until isEnough: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while !isEnough() {
      switch stream.read() {
      case .bytes(let bytes): lines.push(bytes).forEach(hear(_:))
      case .nothing where ContinuousClock.now < end: _ = stream.wait(milliseconds: 1_000)
      case .nothing: return false
      case .ended:
        isClosed = true
        return isEnough()
      }
    }
    return true
  }

  /// Whether it was told of a marker with a text.
  func wasTold(of text: String) -> Bool { events.contains { $0.contains("\"\(text)\"") } }

  /// Asks for a sign of life; returns whether the connection still serves.
  func isAlive() -> Bool {
    say(#"{"jsonrpc":"2.0","id":"alive?","method":"ping"}"#)
    let answer = #"{"jsonrpc":"2.0","id":"alive?","result":{}}"#
    guard read(until: { answers.last == answer }) else { return false }
    answers.removeLast()
    return true
  }

  /// Reads to the end; returns whether the daemon has hung up.
  func isHungUp() -> Bool {
    read(until: { false })
    return isClosed
  }

  private func hear(_ line: String) {
    if let event = line.event {
      events.append(event)
    } else if line.contains(#""method":"snapshot""#) {
      isGreeted = true
    } else if !line.contains(#""method":"#) {
      answers.append(line)
    }
  }
}

/// Somebody who only wants to be told, while others misbehave.
final class Bystander {
  private let conversation: Conversation
  private var count = 0

  init(_ daemon: RunningDaemon) throws {
    conversation = try Conversation(daemon)
  }

  /// Marks a moment and waits to be told of it.
  func checkThatItIsServed() throws {
    count += 1
    let text = "undisturbed \(count)"
    conversation.say(#"{"jsonrpc":"2.0","id":1,"method":"mark","params":{"text":"\#(text)"}}"#)
    // Something else may have happened behind it.
    guard conversation.read(until: { conversation.wasTold(of: text) }) else {
      throw Disappointment("a bystander is not served: \(text) does not come")
    }
  }
}

extension RunningDaemon {
  /// The most memory that it ever had at once, in kilobytes.
  var peakMemory: Int { get throws { try status("VmHWM") } }
  var openFiles: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count) ?? 0
  }

  private func status(_ name: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
    guard
      let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init),
      let number = Int(number)
    else { throw Disappointment("no \(name) in \(text)") }
    return number
  }
}
