internal import CrampModel

/// Measures the resting tone and the level of one channel, a hop at a time, in spans.
///
///              a minute without samples: the span is over
///     spanning ────────────────────────────────────────▶ absent
///        ▲                                                 │
///        └─────────────────────────────────────────────────┘
///                     samples: a span begins
///
/// Tone is that of EMG in ``RestingTone``; of pressure and force it is the mean of a second in which
/// the level stays as near to rest as no contraction does. Either counts only behind ten seconds
/// without a movement, a contraction or a fault. Constant memory; a hop allocates nothing.
struct ToneMeter: Sendable {
  private let isMechanical: Bool
  private var stillness = Stillness()
  private var calmHops = 0
  private var tone = RestingTone()
  private var minute = ToneMinute()
  private var draft = ToneSpanDraft()
  /// What a cut takes out of the last minute.
  private var last = ToneSpanDraft()
  private var begin = 0
  private var absentHops = 0

  /// The resting level in force; `nil` until rest has been seen.
  private(set) var rest: Double?
  /// The level above which a contraction begins to count; `nil` until rest has been seen.
  private(set) var on: Double?

  init(_ modality: Modality) {
    isMechanical = modality == .pressure || modality == .force
  }

  /// Hops without samples after which a span is over; our assumption.
  static let absence = 60 * FeatureRow.hopsPerSecond

  /// Whether the span has enough still seconds for a tone.
  var hasTone: Bool { draft.still + minute.still >= ToneSummary.leastStill }

  /// Takes in a hop; returns the span that its absence ends.
  mutating func advance(_ hop: ToneHop) -> ToneSummary? {
    absentHops = hop.isValid ? 0 : min(absentHops + 1, Self.absence + 1)
    measure(hop)
    guard absentHops <= Self.absence else {
      begin = hop.hop + 1
      return nil
    }
    let isCalm = calmHops >= Self.settling
    if let second = minute.add(hop, isSquare: !isMechanical, isCalm: isCalm) { draft.add(second) }
    guard absentHops == Self.absence else { return nil }
    let summary = close()
    restart(at: hop.hop + 1)
    return summary
  }

  /// Ends the span; a new one begins with the next hop.
  mutating func cut() -> ToneSummary {
    let summary = close()
    restart(at: begin + draft.hops)
    return summary
  }

  /// Ends the span, with its last minute as a span of its own; a new one begins with the next hop.
  ///
  /// - Returns: What was before the last minute, without hops where there was nothing, and it.
  mutating func cutLastMinute() -> (before: ToneSummary, last: ToneSummary) {
    let before = draft.summary(from: begin)
    last.reset()
    minute.add(to: &last)
    let summary = last.summary(from: before.end, without: absentHops)
    restart(at: before.end + last.hops)
    return (before, summary)
  }

  private mutating func measure(_ hop: ToneHop) {
    guard let rest = hop.rest, let on = hop.on else { return }
    self.rest = rest
    self.on = on
    stillness.advance(
      hop.short,
      rest: rest,
      tone: nil,
      isDisturbed: !hop.isJudged || hop.isContracted
    )
    let isCalm = hop.isJudged && !hop.isContracted && abs(hop.level - rest) < on - rest
    calmHops = isCalm ? min(calmHops + 1, Self.settling) : 0
    guard hop.isJudged, !isMechanical else { return }
    let isStill = stillness.lasts(seconds: Double(Self.settling) * FeatureRow.hopSeconds)
    if tone.advance(hop.short, hum: hop.hum, isStill: isStill), isStill, let now = tone.now {
      minute.note(tone: now)
    }
  }

  /// The span without the hops at its end that were absent.
  private mutating func close() -> ToneSummary {
    minute.add(to: &draft)
    return draft.summary(from: begin, without: absentHops)
  }

  private mutating func restart(at hop: Int) {
    begin = hop
    minute.reset()
    draft.reset()
  }

  /// Hops without a disturbance before tone counts.
  private static let settling = 10 * FeatureRow.hopsPerSecond
}
