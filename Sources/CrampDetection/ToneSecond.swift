/// One second of a channel, or what there was of it at a cut.
struct ToneSecond: Sendable {
  /// How many hops it has.
  var hops = 0
  /// How many of them could be judged.
  var judged = 0
  /// The resting tone; not a number where the muscle was not still.
  var tone = Double.nan
  /// The level; not a number where not all of the second could be judged.
  var level = Double.nan
}
