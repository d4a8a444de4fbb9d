/// Why a specification names no scenario.
public enum ScenarioError: Error, Hashable, Sendable {
  /// No scenario has this name.
  case name(String, known: [String])
  /// A setting is not `key=value` with one of the known keys.
  case key(String, known: [String])
  /// A key occurs twice.
  case repeated(key: String)
  /// A setting's value is not one of those expected.
  case value(String, key: String, expected: String)
}

extension ScenarioError: CustomStringConvertible {
  /// One line: what was read and what was expected.
  public var description: String {
    switch self {
    case .name(let name, let known):
      "scenario \"\(name)\": unknown; one of \(known.joined(separator: ", "))"
    case .key(let key, let known):
      "scenario setting \"\(key)\": unknown; one of \(known.joined(separator: ", "))"
    case .repeated(let key):
      "scenario setting \"\(key)\": given twice"
    case .value(let value, let key, let expected):
      "scenario setting \"\(key)\": \"\(value)\" is not \(expected)"
    }
  }
}
