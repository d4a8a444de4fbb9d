/// How far a resting tone has risen above rest, in the two ways that were seen before cramps.
///
/// Both give 0.5 at their limit and more beyond it; 0 where there is no such rise.
enum ToneRise {
  /// A steady rise within 20 to 60 s.
  ///
  /// Tension in the calf rose for 41 s (SD 11) before sleepers woke in pain, by 100 to 500 %
  /// (Chaney and Sherman, n = 6). The steps are our assumption: no six seconds fall, none bring
  /// more than two fifths, and 18 s ago the tone was still about the usual.
  static func quick(_ tone: inout RestingTone) -> Double {
    guard let usual = tone.usual(minutes: 1...10), usual > 0, let now = tone.second(0) else {
      return 0
    }
    var later = now
    for back in stride(from: step, through: 3 * step, by: step) {
      guard let before = tone.second(back), later >= before, later <= steepest * before else {
        return 0
      }
      later = before
    }
    return later <= begin * usual ? score(now / usual, limit: quickLimit) : 0
  }

  /// A rise over half an hour that each third of it shares in, as late in dialysis.
  ///
  /// Tonic EMG rose through late dialysis in those who cramped and fell in the others (Howe,
  /// Wombolt and Michie 1978, J Dial 2:85); the limit is our assumption.
  static func slow(_ tone: inout RestingTone) -> Double {
    guard let now = tone.usual(minutes: 0...4), let third = tone.usual(minutes: 9...13),
      let second = tone.usual(minutes: 18...22), let start = tone.usual(minutes: 27...33),
      start > 0
    else { return 0 }
    let share = leastShare * (now - start)
    guard now - third >= share, third - second >= share, second - start >= share else { return 0 }
    return score(now / start, limit: slowLimit)
  }

  private static func score(_ ratio: Double, limit: Double) -> Double {
    min(1, max(0, 0.5 * (ratio - 1) / (limit - 1)))
  }

  /// Seconds between the values of a quick rise that are compared.
  private static let step = 6
  private static let steepest = 1.4
  private static let begin = 1.2
  /// Tone over the usual at which a quick rise counts; the least that was seen before natural
  /// cramps, 2, is reached only at their beginning.
  private static let quickLimit = 1.3
  private static let slowLimit = 1.5
  private static let leastShare = 0.15
}
