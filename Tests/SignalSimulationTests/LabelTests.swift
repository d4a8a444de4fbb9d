import CrampModel
import SignalSimulation
import Testing

@Suite struct LabelTests {
  @Test(arguments: [
    ("short-cramp", 0.4), ("calf-cramp-at-night", 0.5), ("slow-ramp-cramp", 6),
    ("cramp-in-one-head", 0.5), ("spikerbox-cramp", 0.5), ("cyton-cramp", 0.5),
  ])
  func `a cramp's label is where the level rises and falls`(name: String, tolerance: Double) throws
  {
    var scenario = try Scenario(specification: name)
    scenario.artefacts = []
    let channels = samples(scenario)
    let labels = Simulation(scenario: scenario).labels.filter { $0.trialType == "cramp" }
    #expect(!labels.isEmpty)
    for label in labels {
      let index = try #require(scenario.channels.firstIndex { $0.name == label.channel })
      let step = scenario.channels[index].frontEnd.step
      let factor = scenario.channels[index].frontEnd.unit == .count ? step : 1
      // Where the cramp alone is at twice the rest, both together are at √5 times the rest.
      let limit = 5.0.squareRoot() * scenario.channels[index].restRMS / factor
      let end = label.onset + (label.duration ?? 0)
      let (rise, fall) = crossings(
        channels[index],
        around: label.onset - 10...end + 10,
        limit: limit,
        rate: scenario.rate
      )
      #expect(abs(rise - label.onset) < tolerance, "onset \(label.onset), level \(rise)")
      #expect(abs(fall - end) < tolerance, "release \(end), level \(fall)")
    }
  }

  /// The first and the last fifth of a second above the limit.
  private func crossings(
    _ values: [Float],
    around span: ClosedRange<Double>,
    limit: Double,
    rate: Hertz
  ) -> (Double, Double) {
    let window = 0.2
    var above: [Double] = []
    for time in stride(from: max(0, span.lowerBound), to: span.upperBound, by: 0.05)
    where (time + window) * rate.value < Double(values.count) {
      if level(stretch(values, time...time + window, rate: rate)) > limit { above.append(time) }
    }
    return ((above.first ?? 0) + window / 2, (above.last ?? 0) + window / 2)
  }

  @Test(arguments: Scenario.all)
  func `labels lie in the recording, in order, on its channels`(scenario: Scenario) {
    let labels = Simulation(scenario: scenario).labels
    let names = Set(scenario.channels.map(\.name))
    #expect(labels.map(\.onset) == labels.map(\.onset).sorted())
    for label in labels {
      #expect(label.onset >= 0 && (label.duration ?? -1) > 0)
      #expect(label.onset + (label.duration ?? 0) <= scenario.duration + 1e-6)
      #expect(label.channel.map { names.contains($0) } ?? true)
      #expect(label.confidence == nil)
    }
  }

  @Test(arguments: [
    ("two-cramps-in-a-night", 2), ("calf-cramp-at-night", 1), ("cyton-cramp", 3),
    ("cramp-in-one-head", 1), ("electrode-off-during-cramp", 1), ("cramp-with-a-gap", 1),
    ("walking-is-not-a-cramp", 0), ("leg-movements-are-not-a-cramp", 0), ("quiet-night", 0),
    ("mains-hum-is-not-a-cramp", 0), ("loose-lead-is-not-a-cramp", 0), ("voluntary-holds", 0),
    ("fasciculations-are-not-a-cramp", 0),
  ])
  func `there are as many cramps as the name says`(name: String, cramps: Int) throws {
    let labels = Simulation(scenario: try Scenario(specification: name)).labels
    #expect(labels.filter { $0.trialType == "cramp" }.count == cramps)
  }

  @Test func `the truth about a short cramp`() throws {
    let labels = Simulation(scenario: try Scenario(specification: "short-cramp")).labels
    #expect(labels.map(\.trialType) == ["rest", "cramp", "rest"])
    let cramp = try #require(labels.first { $0.trialType == "cramp" })
    #expect((10...10.4).contains(cramp.onset))
    #expect((11.4...12).contains(cramp.duration ?? 0))
  }

  @Test func `a cramp spreads later and weaker`() throws {
    var scenario = try Scenario(specification: "cyton-cramp")
    scenario.artefacts = []
    let cramps = Simulation(scenario: scenario).labels.filter { $0.trialType == "cramp" }
    #expect(cramps.map(\.channel) == scenario.channels.prefix(3).map(\.name))
    let plateaus = samples(scenario).map { rms(stretch($0, 90...110, rate: scenario.rate)) }
    #expect(plateaus[0] > 1.3 * plateaus[1] && plateaus[1] > 1.3 * plateaus[2])
    #expect(cramps[1].onset - cramps[0].onset > 1.5 && cramps[2].onset - cramps[0].onset > 3.3)
  }
}
