public import CrampModel

/// A stretch of time and the share of it in which a channel could be judged.
public struct CoverageSpan: Hashable, Sendable {
  /// Where it begins.
  public var begin: Timestamp
  /// Where it ends.
  public var end: Timestamp
  /// The share that could be judged, 0...1.
  public var share: Double

  /// A stretch; one that ends before it begins is empty.
  public init(begin: Timestamp, end: Timestamp, share: Double = 1) {
    self.begin = begin
    self.end = max(begin, end)
    self.share = share.isFinite ? min(max(share, 0), 1) : 0
  }

  /// Its length in seconds.
  public var seconds: Double { end.seconds(since: begin) }

  /// The part of it within a range; `nil` if there is none.
  ///
  /// - Parameter range: The range.
  /// - Returns: The part.
  public func clipped(to range: Range<Timestamp>) -> Self? {
    let part = Self(
      begin: max(begin, range.lowerBound),
      end: min(end, range.upperBound),
      share: share
    )
    return part.begin < part.end ? part : nil
  }

  /// What is left of it without some others.
  ///
  /// - Parameter others: By their beginning, without overlap.
  /// - Returns: The parts that are left, by their beginning.
  func without(_ others: [Self]) -> [Self] {
    var rest: [Self] = []
    var from = begin
    for other in others.overlapping(begin..<end) {
      if other.begin > from { rest.append(Self(begin: from, end: other.begin, share: share)) }
      from = max(from, other.end)
    }
    if from < end { rest.append(Self(begin: from, end: end, share: share)) }
    return rest
  }
}

extension [CoverageSpan] {
  /// The same time, each stretch of it once, by its beginning; where two overlap, the first counts.
  func disjoint() -> [CoverageSpan] {
    var result: [CoverageSpan] = []
    for span in self.sorted(by: { $0.begin < $1.begin }) where span.begin < span.end {
      guard let last = result.last, last.end > span.begin else {
        result.append(span)
        continue
      }
      guard span.end > last.end else { continue }
      result.append(CoverageSpan(begin: last.end, end: span.end, share: span.share))
    }
    return result
  }

  /// Those that have time in common with a range, found without a look at all of them: a journal of
  /// years has many.
  ///
  /// - Parameter range: The range.
  /// - Returns: A part of these, which must be without overlap and by their beginning.
  func overlapping(_ range: Range<Timestamp>) -> ArraySlice<CoverageSpan> {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle].end > range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return self[low...].prefix { $0.begin < range.upperBound }
  }

  /// The parts of them within a range.
  ///
  /// - Parameter range: The range.
  /// - Returns: The parts, of spans without overlap and by their beginning.
  func clipped(to range: Range<Timestamp>) -> [CoverageSpan] {
    overlapping(range).compactMap { $0.clipped(to: range) }
  }

  /// Their length in seconds.
  var seconds: Double { reduce(0) { $0 + $1.seconds } }

  /// The length that could be judged, in seconds.
  var judgedSeconds: Double { reduce(0) { $0 + $1.seconds * $1.share } }
}
