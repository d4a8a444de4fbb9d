/// The tone and the level of one channel over a span that is over.
struct ToneSummary: Sendable {
  /// The first hop.
  let begin: Int
  /// How many hops it has.
  let hops: Int
  /// How many of them could be judged.
  let judged: Int
  /// Seconds in which the muscle was still and judged.
  let still: Int
  /// The median of the resting tone; `nil` where too few seconds were still.
  let tone: Double?
  /// The median of the level; `nil` where none could be judged.
  let level: Double?

  /// The hop after the last.
  var end: Int { begin + hops }

  /// Still seconds below which no tone is told; a second's tone is itself a median over ten.
  static let leastStill = 10
}
