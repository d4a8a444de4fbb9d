import Foundation

/// Whom a crash may not rob: a subscriber that goes on where it was after each one.
final class CrashSubscriber {
  /// How it reads.
  enum Manner {
    case eager
    /// Takes a few bytes now and then, and leaves what is unread when the daemon dies.
    case slow
    /// Hangs up in the middle and comes back.
    case fickle
  }

  let name: String
  let manner: Manner
  /// The parameters of its subscription beside `after`, as JSON members.
  private let wanted: String
  /// Whether it wants an event, decided from the event's own text.
  let wants: (String) -> Bool
  private let seen: SeenEvents
  private var stream: SocketStream?
  private var lines = SocketLines()
  private var isSubscribed = false
  /// What anybody had been told when it connected.
  private var known: Int64 = 0
  /// The seq after which its sequence begins; `nil` before its first greeting.
  private(set) var start: Int64?
  /// What it was told, in order.
  private(set) var seqs: [Int64] = []

  init(
    _ name: String,
    from start: Int64? = 0,
    _ manner: Manner = .eager,
    wanted: String = "",
    seen: SeenEvents,
    wants: @escaping (String) -> Bool = { _ in true }
  ) {
    self.name = name
    self.start = start
    self.manner = manner
    self.wanted = wanted
    self.seen = seen
    self.wants = wants
  }

  var isConnected: Bool { stream != nil }
  var descriptor: Int32 { stream?.descriptor ?? -1 }
  private var cursor: Int64? { seqs.last ?? start }

  /// Connects and asks for what follows the last event; returns whether somebody listens.
  func connect(to socket: String) -> Bool {
    guard let stream = SocketStream(socket) else { return false }
    self.stream = stream
    known = seen.newest
    lines = SocketLines()
    isSubscribed = cursor == nil
    if let cursor {
      let params = #"{"after":\#(cursor)\#(wanted)}"#
      stream.send(#"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":\#(params)}"#.utf8)
      stream.send("\n".utf8)
    }
    return true
  }

  func hangUp() {
    stream = nil
  }

  /// Reads what is there; returns whether there was anything.
  func read() throws -> Bool {
    guard let stream else { return false }
    switch stream.read(limit: manner == .slow ? 700 : 65_536) {
    case .nothing: return false
    case .ended:
      hangUp()
      return false
    case .bytes(let bytes):
      for line in lines.push(bytes) { try hear(line) }
      return true
    }
  }

  /// Reads what the kernel still holds for it.
  func readToEnd() throws {
    while isConnected { _ = try read() }
  }

  private func hear(_ line: String) throws {
    if let event = line.event {
      guard let seq = event.member("seq").flatMap({ Int64($0) }) else {
        throw Disappointment("\(name): an event without seq: \(line)")
      }
      try seen.note(seq, event, by: name)
      // Before the answer come events of the subscription that every connection begins with.
      guard isSubscribed else { return }
      guard seq > cursor ?? 0 else {
        throw Disappointment("\(name): \(seq) after \(seqs.suffix(3))")
      }
      guard wants(event) else { throw Disappointment("\(name): did not ask for \(event)") }
      seqs.append(seq)
    } else if line.contains(#""method":"hello""#) {
      let newest = line.member("seq").flatMap { Int64($0) } ?? -1
      // A journal that greets with less than was told has lost something.
      guard newest >= known else {
        throw Disappointment("\(name): greeted with seq \(newest), but \(known) was told before")
      }
      if start == nil { start = newest }
    } else if line.contains(#""id":1,"result""#) {
      isSubscribed = true
    } else if line.contains(#""error":"#) || line.contains(#""method":"gap""#) {
      throw Disappointment("\(name): \(line)")
    }
  }
}

/// The text of every event that anybody was told, by seq.
final class SeenEvents {
  private(set) var texts: [Int64: String] = [:]
  private(set) var newest: Int64 = 0

  /// Remembers an event; no seq is ever given to two.
  func note(_ seq: Int64, _ text: String, by name: String) throws {
    newest = max(newest, seq)
    if let known = texts.updateValue(text, forKey: seq), known != text {
      throw Disappointment("\(name): seq \(seq) was \(known) and is \(text)")
    }
  }

  /// Everything that was told is in the journal, byte for byte.
  func check(_ journal: [String]) throws {
    for (seq, text) in texts {
      guard journal.indices.contains(Int(seq) - 1), journal[Int(seq) - 1] == text else {
        throw Disappointment("seq \(seq) was told and is not in the journal: \(text)")
      }
    }
  }
}

extension String {
  /// The object of an `event` notification as the daemon wrote it; `nil` for any other line.
  var event: String? {
    let head = #"{"jsonrpc":"2.0","method":"event","params":"#
    return hasPrefix(head) ? String(dropFirst(head.count).dropLast()) : nil
  }
}
