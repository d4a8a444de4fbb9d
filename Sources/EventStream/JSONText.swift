import Foundation

/// JSON that is put together from parts which are JSON already, so that they stay as they are.
enum JSONText {
  /// A string as JSON.
  static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "\"\"" }
    return String(decoding: data, as: UTF8.self)
  }

  /// A value as JSON with its members in order; finite numbers and strings cannot fail.
  static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// A list of JSON texts.
  static func list(_ values: [String]) -> String {
    "[\(values.joined(separator: ","))]"
  }

  /// An object of names and JSON texts, in this order; members without a value are left out.
  static func object(_ members: [(name: String, json: String?)]) -> String {
    let written = members.compactMap { member in
      member.json.map { "\(quoted(member.name)):\($0)" }
    }
    return "{\(written.joined(separator: ","))}"
  }

  /// Seconds with milliseconds.
  static func seconds(_ seconds: Double) -> String? {
    number(seconds, decimals: 3)
  }

  /// A number with so many decimals at most; `nil` if it is none that JSON has.
  static func number(_ number: Double, decimals: Int = 4) -> String? {
    guard number.isFinite, abs(number) < 1e12 else { return nil }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return String(describing: (number * scale).rounded() / scale)
  }
}
