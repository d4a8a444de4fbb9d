/// The name of a field of a journal entry.
///
/// systemd.journal-fields(7) and journald's own check: capitals, digits and underscores, at most 64
/// of them, no digit first; those with an underscore first are journald's own and ignored.
public struct JournalFieldName: Hashable, Sendable {
  /// The name.
  public let text: String

  /// The text for people.
  public static let message = Self(known: "MESSAGE")
  /// The kind of the entry, 128 bits in hexadecimal.
  public static let messageID = Self(known: "MESSAGE_ID")
  /// 0 to 7, see ``JournalPriority``.
  public static let priority = Self(known: "PRIORITY")
  /// The name that `journalctl` writes before the message.
  public static let syslogIdentifier = Self(known: "SYSLOG_IDENTIFIER")
  /// The source file that logged.
  public static let codeFile = Self(known: "CODE_FILE")
  /// The line in it.
  public static let codeLine = Self(known: "CODE_LINE")
  /// The function in it.
  public static let codeFunction = Self(known: "CODE_FUNC")

  /// journald's limit on the length of a name.
  static let maximumLength = 64

  /// Takes a name that journald accepts; `nil` if it would ignore the field.
  public init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= Self.maximumLength else { return nil }
    guard text.utf8.allSatisfy(Self.isAllowed), let first = text.utf8.first else { return nil }
    guard first != UInt8(ascii: "_"), !Self.digits.contains(first) else { return nil }
    self.text = text
  }

  /// Makes a name of ours from any word: `rms_uv` becomes `CRAMP_RMS_UV`.
  public init(crampd word: String) {
    var bytes = Array("CRAMP_".utf8)
    for byte in word.utf8.prefix(Self.maximumLength - bytes.count) {
      let capital = Self.smallLetters.contains(byte) ? byte & 0xDF : byte
      bytes.append(Self.isAllowed(capital) ? capital : UInt8(ascii: "_"))
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private init(known text: String) {
    self.text = text
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
  private static let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
  private static let smallLetters = UInt8(ascii: "a")...UInt8(ascii: "z")

  private static func isAllowed(_ byte: UInt8) -> Bool {
    capitals.contains(byte) || digits.contains(byte) || byte == UInt8(ascii: "_")
  }
}
