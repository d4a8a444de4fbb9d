import Foundation

/// Any JSON value, for showing what a later daemon may add.
enum JSONTree: Decodable, Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([Self])
  case object([String: Self])

  /// Reads JSON text.
  init(_ text: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // A single value says what it is only by being decoded.
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Self].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: Self].self))
    }
  }

  subscript(name: String) -> Self? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The elements of a list that are objects.
  var objects: [[String: Self]] {
    guard case .list(let elements) = self else { return [] }
    return elements.compactMap { if case .object(let members) = $0 { members } else { nil } }
  }

  /// The value as a person reads it.
  var shown: String {
    switch self {
    case .null: "-"
    case .flag(let flag): flag ? "yes" : "no"
    case .number(let number): NumberText.short(number)
    case .text(let text): text
    case .list(let values): values.map(\.shown).joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.shown)" }
        .joined(separator: ", ")
    }
  }
}
