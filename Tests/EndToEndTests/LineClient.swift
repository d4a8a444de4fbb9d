import Foundation

/// A subscriber that is none of ours: a socket, and lines as they come.
final class LineClient {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Every line so far.
  private(set) var lines: [String] = []

  /// Connects; `nil` if nobody listens.
  init?(socket path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, size)
      }
    }
    guard status == 0 else { return nil }
    // A daemon that falls silent fails the test, and does not hang it.
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    let length = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, length)
  }

  deinit {
    close(descriptor)
  }

  func send(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// Reads lines up to one that contains `text`; fails if the daemon closes or falls silent.
  func read(upTo text: String) throws {
    while let line = next() {
      if line.contains(text) { return }
    }
    throw Disappointment("\(text) does not come after \(lines.suffix(3))")
  }

  /// Asks for everything from the beginning of the journal.
  ///
  /// Events that came before the answer are forgotten: they come again.
  func subscribe() throws {
    send(#"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{"after":0}}"#)
    try read(upTo: #""id":1,"#)
    lines.removeAll { $0.hasPrefix(Self.eventHead) }
  }

  /// Reads to the end of the connection.
  func readToEnd() {
    while next() != nil {}
  }

  private static let eventHead = #"{"jsonrpc":"2.0","method":"event","params":"#

  /// The events so far, as the daemon wrote them.
  var events: [String] {
    lines.filter { $0.hasPrefix(Self.eventHead) }
      .map { String($0.dropFirst(Self.eventHead.count).dropLast()) }
  }

  private func next() -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeSubrange(...end)
        lines.append(line)
        LineRecord.note(line)
        return line
      }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer += chunk.prefix(count)
    }
  }
}

/// What tests ask of the text of an event.
extension String {
  /// The member as it is written, quotes included; `nil` if there is none.
  func member(_ name: String) -> String? {
    guard let start = range(of: "\"\(name)\":")?.upperBound else { return nil }
    let rest = self[start...]
    if rest.hasPrefix("\"") {
      return rest.dropFirst().firstIndex(of: "\"").map { String(rest[...$0]) }
    }
    return String(rest.prefix { $0 != "," && $0 != "}" })
  }

  /// The same text without members that hold a number.
  func without(_ names: String...) -> String {
    names.reduce(self) { text, name in
      text.replacingOccurrences(
        of: "\"\(name)\":[-0-9.e]+,",
        with: "",
        options: .regularExpression
      )
    }
  }

  /// What `count` events have as `seq` when none is missing.
  static func seqs(_ count: Int) -> [String?] {
    (0..<count).map { "\($0 + 1)" }
  }

  /// Whether the detector wrote it, and not the daemon.
  var isOfTheDetector: Bool {
    ["\"cramp.", "\"signal.", "\"samples.lost", "\"spasm"].contains {
      member("type")?.hasPrefix($0) == true
    }
  }
}
