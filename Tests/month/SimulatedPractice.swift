import CrampModel
import SignalSimulation

/// One practice session: a movement that is repeated, after some repetitions a cramp that is let go,
/// and less tone afterwards.
///
///     seconds   0        120        150      250      350      450      580  600
///               tone before session  contract contract contract contract stop
struct SimulatedPractice {
  static let begin = 120.0
  static let end = 580.0
  static let length = 600.0
  static let movement = "heel-raise"
  /// When the person is asked to contract.
  static let repetitions = [150.0, 250, 350, 450]

  /// A cramp that came.
  struct Provoked {
    let contract: Double
    /// From the cue to the onset.
    let onsetAfter: Double
    let relax: Double
    /// From the cue to relax to the release.
    let letGo: Double
  }

  let day: Int
  let provoked: [Provoked]
  /// What the channel shows at rest before and after, in microvolts RMS.
  let restBefore: Double
  let restAfter: Double
  /// The samples before ``begin``, and those from there on.
  let parts: [Scenario]

  /// Draws a session; with each third of the month fewer repetitions end in a cramp.
  init(number: Int, from draw: inout SplitMix64) {
    day = number * SimulatedMonth.nightCount / SimulatedMonth.practiceCount + 1
    let tone = SimulatedMonth.tone(day: day) * draw.number(in: 0.92...1.08)
    let before = SimulatedMonth.channel(tone: tone)
    let after = SimulatedMonth.channel(tone: tone * draw.number(in: 0.75...0.95))
    restBefore = before.restRMS
    restAfter = after.restRMS
    let count = Self.repetitions.count - number * 3 / SimulatedMonth.practiceCount
    let provoked = Self.repetitions.prefix(count).map { contract in
      let onsetAfter = draw.number(in: 4...12)
      return Provoked(
        contract: contract,
        onsetAfter: onsetAfter,
        relax: contract + onsetAfter + draw.number(in: 15...25),
        letGo: draw.number(in: 2...9)
      )
    }
    self.provoked = provoked
    let rest = restAfter
    let cramps = provoked.map { provoked in
      let onset = provoked.contract + provoked.onsetAfter
      return Activity(
        .cramp(Cramp(level: 15 * rest, rise: 0.2, fall: 0.2)),
        at: onset - Self.begin,
        for: provoked.relax + provoked.letGo - onset
      )
    }
    let start = Timestamp.tenInTheMorning.advanced(bySeconds: Double(day) * 86_400)
    func part(
      _ name: String,
      _ channel: SimulatedChannel,
      from: Double,
      _ cramps: [Activity]
    )
      -> Scenario
    {
      Scenario(
        name: name,
        summary: "A part of a practice session.",
        duration: from == 0 ? Self.begin : Self.length - from,
        rate: SimulatedMonth.rate,
        start: start.advanced(bySeconds: from),
        seed: draw.next(),
        channels: [channel],
        activities: cramps
      )
    }
    parts = [
      part("before", before, from: 0, []), part("session", after, from: Self.begin, cramps),
    ]
  }

  /// The time of a second of the session.
  func time(_ seconds: Double) -> Timestamp {
    parts[0].start.advanced(bySeconds: seconds)
  }
}
