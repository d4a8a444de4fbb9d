/// A contraction that has lasted as long as a cramp, but began together with that of another muscle.
///
/// It is no cramp as long as that goes on, for voluntary effort moves muscles together; a cramp stays
/// when the effort is over, and in one muscle (Ross and Thomas 1995, Brain 118:983; Khan and Burne
/// 2007, J Neurophysiol 98:1102).
struct SharedContraction: Sendable {
  /// Hop of the onset.
  let onset: Int
  /// What it was like when it had lasted long enough.
  let window: ContractionWindow
  /// Hops for which it has gone on alone.
  var alone = 0
}
