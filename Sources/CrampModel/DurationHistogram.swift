/// How long something took, counted in buckets: exact to an eighth, in memory that does not grow.
///
///     bucket  0 … 7     a microsecond each
///             8 … 15    eight of the same width in 8 … 16 µs
///             16 … 23   eight in 16 … 32 µs, and so on; the last octave ends at 67 s
public struct DurationHistogram: Hashable, Sendable {
  private static let perOctave = 8
  private static let octaves = 23

  /// How many were noted.
  public private(set) var count = 0
  /// The sum of all.
  public private(set) var sum = Duration.zero
  /// The longest; zero if there is none.
  public private(set) var longest = Duration.zero
  /// How many fell into each bucket.
  public private(set) var counts = [Int](repeating: 0, count: perOctave * (octaves + 1))

  /// One without any.
  public init() {}

  /// Counts a duration; one below zero counts as none at all, and the longest in the last bucket.
  public mutating func note(_ duration: Duration) {
    let duration = max(duration, .zero)
    count += 1
    sum += duration
    longest = max(longest, duration)
    counts[Self.bucket(of: duration)] += 1
  }

  /// The duration that a share of all did not exceed, rounded up to the end of its bucket.
  ///
  /// - Parameter share: 0...1; one half asks for the median.
  /// - Returns: At most the longest; `nil` if there is none.
  public func quantile(_ share: Double) -> Duration? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((share * Double(count)).rounded(.up)))
    var seen = 0
    for bucket in counts.indices {
      seen += counts[bucket]
      if seen >= rank { return min(longest, Self.end(of: bucket)) }
    }
    return longest
  }

  /// Where a bucket ends.
  ///
  /// - Parameter bucket: An index of ``counts``.
  /// - Returns: The first duration that is not in it.
  public static func end(of bucket: Int) -> Duration {
    let (octave, part) = (bucket + 1).quotientAndRemainder(dividingBy: perOctave)
    guard octave > 0 else { return .microseconds(part) }
    return .microseconds((perOctave + part) << (octave - 1))
  }

  private static func bucket(of duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    let most = Int64(1) << (octaves + 3)
    let microseconds = Int(min(seconds, most) * 1_000_000 + attoseconds / 1_000_000_000_000)
    guard microseconds >= perOctave else { return microseconds }
    let octave = Int.bitWidth - microseconds.leadingZeroBitCount - 3
    let part = (microseconds >> (octave - 1)) - perOctave
    return min(octave * perOctave + part, perOctave * (octaves + 1) - 1)
  }
}
