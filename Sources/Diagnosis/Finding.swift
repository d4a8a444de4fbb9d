/// One thing that a check has found.
public struct Finding: Hashable, Sendable {
  /// How much it matters.
  public enum Level: String, Sendable, CaseIterable {
    /// As it should be.
    case ok
    /// Good to know.
    case note
    /// It works, but not as well as it could.
    case warning
    /// It does not work.
    case wrong
  }

  /// The check, in a word, such as `socket`.
  public let check: String
  /// How much it matters.
  public let level: Level
  /// What was found, in one line.
  public let message: String
  /// The command or the setting that mends it, in one line.
  public let remedy: String?

  /// Puts a finding together; line feeds and other control characters become blanks.
  public init(_ check: String, _ level: Level, _ message: String, mend remedy: String? = nil) {
    self.check = check
    self.level = level
    self.message = Self.line(message)
    self.remedy = remedy.map(Self.line(_:))
  }

  /// Names come from devices and files, and a terminal obeys control characters.
  private static func line(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
      line.unicodeScalars.append(isControl ? " " : scalar)
    }
    return line
  }
}
