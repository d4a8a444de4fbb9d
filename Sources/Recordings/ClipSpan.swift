/// How much of the samples around an event a clip holds.
public struct ClipSpan: Hashable, Sendable {
  /// Seconds before the event's time in the muscle, 0...60.
  public var before: Double
  /// Seconds after it, 0...60.
  public var after: Double

  /// Ten seconds before and ten after; other values are brought into 0...60.
  public init(before: Double = 10, after: Double = 10) {
    self.before = Self.limited(before)
    self.after = Self.limited(after)
  }

  /// How long after an event's time it may be told and still find all samples before it, in
  /// seconds.
  ///
  /// Assumed from the detector's constants: a contraction that left rest slowly is confirmed after
  /// 30 s, and one that still rises is waited for up to 35 s and then judged over its last 6 s. An
  /// onset that waits longer, as one may in sport for another muscle, has a shorter clip.
  public static let reach = 45.0

  /// Seconds of samples that are kept so that a clip finds its own; 2 s are for the block that an
  /// event comes with.
  var kept: Double { before + max(after, Self.reach) + 2 }

  private static func limited(_ seconds: Double) -> Double {
    seconds.isFinite ? min(max(seconds, 0), 60) : 10
  }
}
