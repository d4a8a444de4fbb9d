import CrampModel

/// The named parameters of one request; reading one checks it.
struct RequestParams: Hashable {
  let method: String
  let members: [String: JSONValue]

  /// Refuses members that the method does not know, so that a misspelt one is noticed.
  func allow(_ names: String...) throws(ProtocolError) {
    for name in members.keys.sorted() where !names.contains(name) {
      throw ProtocolError(.badParams, "\(method): \(name): no such parameter")
    }
  }

  func text(_ name: String) throws(ProtocolError) -> String? {
    guard let value = members[name] else { return nil }
    guard case .text(let text) = value else { throw bad(name, "not a string") }
    return text
  }

  /// A string that must be there, not blank, and of at most 4096 bytes.
  func words(_ name: String) throws(ProtocolError) -> String {
    guard let text = try text(name) else { throw bad(name, "missing") }
    guard text.contains(where: { !$0.isWhitespace }) else { throw bad(name, "empty") }
    guard text.utf8.count <= 4_096 else { throw bad(name, "longer than 4096 bytes") }
    return text
  }

  /// A list of strings; a single string is a list of one.
  func texts(_ name: String) throws(ProtocolError) -> [String] {
    switch members[name] {
    case nil: return []
    case .text(let text): return [text]
    case .list(let values):
      guard values.count <= 64 else { throw bad(name, "more than 64") }
      var texts: [String] = []
      for value in values {
        guard case .text(let text) = value else { throw bad(name, "not a list of strings") }
        texts.append(text)
      }
      return texts
    default: throw bad(name, "not a list of strings")
    }
  }

  func whole(_ name: String, in range: ClosedRange<Int64>) throws(ProtocolError) -> Int64? {
    guard let value = members[name] else { return nil }
    guard case .whole(let number) = value, range.contains(number) else {
      let limits = range.upperBound == .max ? "from \(range.lowerBound)" : "in \(range)"
      throw bad(name, "not a whole number \(limits)")
    }
    return number
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(ProtocolError) -> Double? {
    let number: Double
    switch members[name] {
    case nil: return nil
    case .whole(let value): number = Double(value)
    case .number(let value): number = value
    default: throw bad(name, "not a number in \(range)")
    }
    guard range.contains(number) else { throw bad(name, "not a number in \(range)") }
    return number
  }

  func time(_ name: String) throws(ProtocolError) -> Timestamp? {
    guard let text = try text(name) else { return nil }
    guard let time = Timestamp(rfc3339: text) else { throw bad(name, "no RFC 3339 time") }
    return time
  }

  func bad(_ name: String, _ cause: String) -> ProtocolError {
    ProtocolError(.badParams, "\(method): \(name): \(cause)")
  }
}
