internal import CrampModel

/// The last minute of a span, second by second: it may become a span of its own.
struct ToneMinute: Sendable {
  private var ring = [ToneSecond](repeating: ToneSecond(), count: 60)
  private var count = 0
  private var second = ToneSecond()
  private var squares = 0.0
  private var sum = 0.0

  /// Notes the tone of the second that goes on.
  mutating func note(tone: Double) { second.tone = tone }

  /// Adds a hop; `isSquare` says whether the level is an RMS.
  ///
  /// - Returns: The second that is a minute old now, if there is one.
  mutating func add(_ hop: ToneHop, isSquare: Bool, isCalm: Bool) -> ToneSecond? {
    second.hops += 1
    if hop.isJudged {
      second.judged += 1
      squares += hop.level * hop.level
      sum += hop.level
    }
    guard second.hops == FeatureRow.hopsPerSecond else { return nil }
    if second.judged == second.hops {
      let hops = Double(second.hops)
      second.level = isSquare ? (squares / hops).squareRoot() : sum / hops
      if !isSquare, isCalm { second.tone = second.level }
    }
    let place = count % ring.count
    let oldest = count >= ring.count ? ring[place] : nil
    ring[place] = second
    count += 1
    beginSecond()
    return oldest
  }

  /// How many of its seconds have a tone.
  var still: Int {
    var still = second.tone.isFinite ? 1 : 0
    for index in max(0, count - ring.count)..<count
    where ring[index % ring.count].tone.isFinite { still += 1 }
    return still
  }

  /// Adds all of it to a span.
  func add(to draft: inout ToneSpanDraft) {
    for index in max(0, count - ring.count)..<count { draft.add(ring[index % ring.count]) }
    draft.add(second)
  }

  /// Begins anew.
  mutating func reset() {
    count = 0
    beginSecond()
  }

  private mutating func beginSecond() {
    second = ToneSecond()
    squares = 0
    sum = 0
  }
}
