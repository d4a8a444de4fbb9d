/// A configuration that cannot be used; names its file, line and key.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, or `environment` or `command line`.
  public let file: String
  /// The line, from 1.
  public var line: Int?
  /// The column, from 1.
  public var column: Int?
  /// The key with its parents, such as `profiles.night.on_ratio`.
  public var key: String?
  /// What is wrong.
  public let cause: String

  /// Names a mistake and its place.
  public init(
    file: String,
    line: Int? = nil,
    column: Int? = nil,
    key: String? = nil,
    cause: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.cause = cause
  }

  /// `crampd.yaml:3:7: profile: "nite" is none of night, exercise, practice`.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return place + ": " + (key.map { "\($0): " } ?? "") + cause
  }
}
