public import CrampModel

/// An episode on one channel, from its onset to its release.
public struct EpisodeCourse: Hashable, Sendable {
  /// The event that began it.
  public let onset: CrampEvent
  /// The event that ended it; `nil` if none is known.
  public internal(set) var release: CrampEvent?
  /// When its signal went away, and when it was back, if it was.
  public internal(set) var unobserved: [Unobserved] = []

  /// A stretch of an episode whose signal was not there.
  public struct Unobserved: Hashable, Sendable {
    /// When the signal went away.
    public let begin: Timestamp
    /// When it was back; `nil` if it was not before the release.
    public internal(set) var end: Timestamp?
  }

  init(onset: CrampEvent) {
    self.onset = onset
  }

  /// The channel's name; empty if the event has none.
  public var channel: String { onset.channel ?? "" }

  /// When the contraction began.
  public var begin: Timestamp { onset.time }

  /// When it ended; `nil` if that is not known.
  public var end: Timestamp? { release?.time }

  /// Its length in seconds; `nil` if its end is not known.
  public var duration: Double? {
    guard let release else { return nil }
    return release.number(.duration) ?? max(0, release.time.seconds(since: onset.time))
  }

  /// The highest level that is known of it, in ``unit``.
  public var peak: Double? {
    let levels = [release?.level(.peakMicrovolts, .peak), onset.level(.rmsMicrovolts, .rms)]
    return levels.compactMap(\.self).max()
  }

  /// The highest level over the resting level, a ratio.
  public var peakRatio: Double? {
    if let ratio = release?.number(.peakRatio) { return ratio }
    if let ratio = onset.number(.restRatio) { return ratio }
    guard let peak, let rest, rest > 0 else { return nil }
    return peak / rest
  }

  /// The mean level, in ``unit``, where the release says it.
  public var mean: Double? { release?.level(.meanMicrovolts, .mean) }

  /// The resting level that it was measured against, in ``unit``.
  public var rest: Double? { onset.level(.restMicrovolts, .rest) }

  /// The level above which a contraction began to count, in ``unit``.
  public var on: Double? { onset.level(.onMicrovolts, .on) }

  /// The level below which it no longer counted, in ``unit``.
  public var off: Double? {
    release?.level(.offMicrovolts, .off) ?? onset.level(.offMicrovolts, .off)
  }

  /// The unit of its levels.
  public var unit: String? { onset.levelUnit ?? release?.levelUnit }

  /// The channel that contracted before this one.
  public var spreadFrom: String? { onset.text(.spreadFrom) }

  /// The channels that began to contract together with this one.
  public var coActive: [String] {
    if case .texts(let names) = onset[.coActive] { names } else { [] }
  }
}
