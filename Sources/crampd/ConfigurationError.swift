/// A configuration that cannot be used; names its file, line and key.
struct ConfigurationError: Error, CustomStringConvertible {
  let file: String
  var line: Int?
  var column: Int?
  var key: String?
  let cause: String

  /// `crampd.yaml:3:7: profile: "nite" is none of night, exercise, practice`.
  var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return place + ": " + (key.map { "\($0): " } ?? "") + cause
  }
}
