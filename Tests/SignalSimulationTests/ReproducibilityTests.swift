import CrampModel
import SignalSimulation
import Testing

@Suite struct ReproducibilityTests {
  static let scenes = [
    "calf-cramp-at-night", "cramp-with-a-gap", "cyton-cramp", "short-cramp", "cuff-cramp-at-night",
  ]

  @Test(arguments: scenes, [UInt64(1), 2, 3])
  func `samples do not depend on how they are cut into blocks`(
    name: String,
    seed: UInt64
  ) throws {
    let scenario = try Scenario(specification: "\(name)?duration=80")
    let whole = samples(scenario, seconds: 1_000)
    var sizes = SplitMix64(seed: seed)
    var simulation = Simulation(scenario: scenario)
    var block = SampleBlock(channelCount: 0)
    var cut = Array(repeating: [Float](), count: scenario.channels.count)
    var lost = 0.0
    while simulation.read(into: &block, seconds: sizes.uniform() * sizes.uniform()) {
      lost += block.gap
      for (index, values) in block.channels.enumerated() { cut[index] += values }
    }
    #expect(cut == whole)
    #expect(lost == (name == "cramp-with-a-gap" ? 2 : 0))
  }

  @Test func `equal seeds give equal samples, other seeds others`() throws {
    let scenario = try Scenario(specification: "short-cramp")
    #expect(samples(scenario, seed: 5) == samples(scenario, seed: 5))
    #expect(samples(scenario, seed: 5) != samples(scenario, seed: 6))
    #expect(samples(scenario) == samples(scenario, seed: scenario.seed))
  }

  @Test(arguments: [
    ("short-cramp", "345dcf9c-6d09-8ed7-9b53-8878984ee6ff"),
    ("arduino-cramp?duration=70", "2ceb0743-3bb4-8da1-863e-f532831df6d9"),
    ("drawn-practice?subject=5&setup=cyton&duration=90", "a9751ef8-0e09-8bca-971a-0dd2985aab53"),
    ("drawn-night?subject=6&setup=arduino&duration=300", "4b9c6b9a-70a9-8c25-915f-85cc3c56f92f"),
    ("walking-is-not-a-cramp?seed=9&duration=60", "d8b98dad-7961-8323-8568-ee576bdb2e01"),
  ])
  func `samples are these on every machine`(specification: String, expected: String) throws {
    let scenario = try Scenario(specification: specification)
    var digest = Digest()
    for value in samples(scenario)[0] {
      for shift: UInt32 in [0, 8, 16, 24] {
        digest.add(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    #expect(EventID(digest: digest).description == expected)
  }

  @Test func `an artefact changes nothing outside its time`() throws {
    var scenario = try Scenario(specification: "short-cramp")
    let clean = samples(scenario)[0]
    scenario.artefacts = [
      Artefact(.leadOff(.rail), at: 12, for: 3), Artefact(.motion(amplitude: 500), at: 2, for: 1),
    ]
    let faulty = samples(scenario)[0]
    #expect(
      stretch(clean, 5...12, rate: scenario.rate) == stretch(faulty, 5...12, rate: scenario.rate)
    )
    #expect(
      stretch(clean, 15...30, rate: scenario.rate) == stretch(faulty, 15...30, rate: scenario.rate)
    )
    #expect(
      stretch(clean, 12...15, rate: scenario.rate) != stretch(faulty, 12...15, rate: scenario.rate)
    )
  }

  @Test(arguments: [0.05, 1, 7])
  func `gaps add up and end blocks`(seconds: Double) {
    var scenario = Scenario(name: "gaps", summary: "Gaps.", duration: 10)
    scenario.artefacts = [
      Artefact(.gap, at: 0, for: 1), Artefact(.gap, at: 4, for: 1),
      Artefact(.gap, at: 4.5, for: 1.5),
      Artefact(.gap, at: 9, for: 5),
    ]
    var simulation = Simulation(scenario: scenario)
    var block = SampleBlock(channelCount: 1)
    var gaps: [Double] = []
    var count = 0
    while simulation.read(into: &block, seconds: seconds) {
      if block.gap > 0 { gaps.append(block.gap) }
      count += block.channels[0].count
    }
    #expect(gaps == [1, 2, 1])
    #expect(count == 3_000)
    #expect(simulation.position == 10)
  }

  @Test func `reading for a live sensor keeps the rate exactly`() {
    var simulation = Simulation(
      scenario: Scenario(name: "live", summary: "Live.", duration: 60, rate: Hertz(125))
    )
    var block = SampleBlock(channelCount: 1)
    var count = 0
    for _ in 0..<500 where simulation.read(into: &block, seconds: 0.02) {
      count += block.channels[0].count
    }
    #expect(abs(count - 1_250) <= 1)
  }
}
