import CrampModel
import SignalSimulation

/// One night: a tone, and some cramps.
struct SimulatedNight {
  let day: Int
  /// What the channel shows at rest, noise and tone together, in microvolts RMS.
  let rest: Double
  let scenario: Scenario
  let seed: UInt64

  /// Draws the night of a day.
  init(day: Int, length: Double, from draw: inout SplitMix64) {
    self.day = day
    let usual = SimulatedMonth.tone(day: day)
    let channel = SimulatedMonth.channel(tone: usual * draw.number(in: 0.88...1.12))
    let rest = channel.restRMS
    self.rest = rest
    seed = draw.next()
    let most = Int(length / 240) - 1
    let count = min(most, draw.count(mean: 2.5 * usual / SimulatedMonth.firstTone))
    let room = (length - 240) / Double(max(1, count))
    let cramps = (0..<count).map { number in
      let start = 150 + Double(number) * room + draw.number(in: 0...(room - 130))
      let kind = Activity.Kind.cramp(Cramp(level: rest * draw.number(in: 8...20)))
      return Activity(kind, at: start, for: draw.number(in: 25...70))
    }
    scenario = Scenario(
      name: "night-\(day + 1)",
      summary: "A night of a month.",
      duration: length,
      rate: SimulatedMonth.rate,
      start: Timestamp.elevenAtNight.advanced(bySeconds: Double(day) * 86_400),
      seed: seed,
      channels: [channel],
      activities: cramps
    )
  }
}
