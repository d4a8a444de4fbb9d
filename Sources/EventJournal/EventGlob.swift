/// A pattern for event types: `*` stands for any characters, `?` for one, all else for itself.
public struct EventGlob: Hashable, Sendable {
  /// The pattern as written.
  public let pattern: String

  /// Reads a pattern; every text is one.
  public init(_ pattern: String) {
    self.pattern = pattern
  }

  /// Whether all of `text` fits the pattern.
  public func matches(_ text: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(text.utf8)
    var position = (pattern: 0, text: 0)
    var retry: (pattern: Int, text: Int)?
    while position.text < text.count {
      if position.pattern < pattern.count, pattern[position.pattern] == UInt8(ascii: "*") {
        retry = position
        position.pattern += 1
      } else if position.pattern < pattern.count,
        [UInt8(ascii: "?"), text[position.text]].contains(pattern[position.pattern])
      {
        position = (position.pattern + 1, position.text + 1)
      } else if let star = retry {
        retry = (star.pattern, star.text + 1)
        position = (star.pattern + 1, star.text + 1)
      } else {
        return false
      }
    }
    return pattern[position.pattern...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
