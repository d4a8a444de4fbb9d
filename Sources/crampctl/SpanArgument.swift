import ArgumentParser

/// A length in seconds, or a stretch of a recording.
struct SpanArgument: ExpressibleByArgument, Sendable {
  /// Where it begins; `nil` where only a length is given.
  let start: Double?
  /// How long it is, in seconds.
  let length: Double

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter { $0 >= 0 && $0 < 1e9 }
    guard numbers.count == parts.count, let first = numbers.first else { return nil }
    switch numbers.count {
    case 1: (start, length) = (nil, first)
    case 2: (start, length) = (first, numbers[1] - first)
    default: return nil
    }
    guard length > 0 else { return nil }
  }

  /// Where it ends, in seconds.
  var end: Double { (start ?? 0) + length }
}
