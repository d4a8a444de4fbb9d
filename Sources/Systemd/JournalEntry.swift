/// One entry of the systemd journal, in the bytes of its native protocol.
///
/// A field is `NAME=value` and a line feed. A value that has line feeds is sent after its length:
/// the name, a line feed, 64 bits little endian, the value, a line feed (systemd's document
/// "Native Journal Protocol").
public struct JournalEntry: Hashable, Sendable {
  /// The fields so far, encoded.
  public private(set) var bytes: [UInt8] = []

  /// Begins an entry.
  ///
  /// - Parameters:
  ///   - message: Words for people; line feeds and other controls become spaces.
  ///   - priority: How urgent it is.
  ///   - identifier: The program, as `journalctl` writes it before the message.
  public init(message: String, priority: JournalPriority, identifier: String = "crampd") {
    add(.message, Self.line(message))
    add(.priority, String(priority.rawValue))
    add(.syslogIdentifier, Self.line(identifier))
  }

  /// Adds a field; a name may come more than once.
  public mutating func add(_ name: JournalFieldName, _ value: String) {
    var value = value
    value.withUTF8 { add(name, bytes: $0) }
  }

  private mutating func add(_ name: JournalFieldName, bytes value: UnsafeBufferPointer<UInt8>) {
    bytes += name.text.utf8
    if value.contains(UInt8(ascii: "\n")) {
      bytes.append(UInt8(ascii: "\n"))
      let length = UInt64(value.count)
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: length >> shift))
      }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A text on one line.
  static func line(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      line.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return line
  }
}
