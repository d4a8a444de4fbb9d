/// What a channel came to at the hop that it has just taken in.
///
/// For those that ask at each hop: a detector is too large to be read through.
struct HopVerdict: Sendable {
  /// The levels of present rest; `nil` until rest has been seen.
  var thresholds: Thresholds?
  /// The resting level; `nil` while it is unknown or the channel cannot be judged.
  var restingLevel: Double?
  /// Within a cramp the levels of its beginning, and what ends it; else those of present rest.
  var levelsInForce: ChannelTrace.Levels?
  /// What the muscle does.
  var phase = MusclePhase.quiet
  /// Why the channel cannot be judged.
  var fault: SignalFault?
  /// Why the hop alone could not be judged.
  var veto: SignalFault?
  /// Whether its level counts.
  var isJudged = false
  /// Whether its tone counts.
  var isObserved = false
  /// Whether a confirmed contraction is open.
  var isContracted = false
}
