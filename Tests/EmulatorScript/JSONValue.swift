/// A value of a line of JSON.
public enum JSONValue: Sendable {
  /// A string.
  case text(String)
  /// A whole number.
  case integer(Int)
  /// A number; `null` if it is none.
  case number(Double)
  /// An array.
  case list([JSONValue])
  /// An object whose members keep their order.
  case object([(String, JSONValue)])

  /// The value as one line.
  public var line: String {
    switch self {
    case .text(let text): "\"" + text.unicodeScalars.map(Self.escaped).joined() + "\""
    case .integer(let number): "\(number)"
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .list(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\(Self.text($0).line):\($1.line)" }.joined(separator: ",") + "}"
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\\(scalar)"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
