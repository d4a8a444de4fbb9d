/// What is known of a span so far, in constant memory.
struct ToneSpanDraft: Sendable {
  private var tones = LevelHistogram()
  private var levels = LevelHistogram()
  /// How many hops it has so far.
  private(set) var hops = 0
  private var judged = 0

  /// How many of its seconds have a tone.
  var still: Int { tones.count }

  /// Takes in a second that is over.
  mutating func add(_ second: ToneSecond) {
    hops += second.hops
    judged += second.judged
    tones.add(second.tone)
    levels.add(second.level)
  }

  /// The span, without its last hops where they were absent.
  func summary(from begin: Int, without absent: Int = 0) -> ToneSummary {
    ToneSummary(
      begin: begin,
      hops: max(0, hops - absent),
      judged: judged,
      still: tones.count,
      tone: tones.count >= ToneSummary.leastStill ? tones.median : nil,
      level: levels.median
    )
  }

  /// Begins anew.
  mutating func reset() {
    tones.reset()
    levels.reset()
    hops = 0
    judged = 0
  }
}
