import CrampModel
import SignalSimulation
import Testing

@Suite struct SpecificationTests {
  @Test func `a specification sets seed, rate, channels and duration`() throws {
    let scenario = try Scenario(
      specification: "cramp-in-one-head?seed=7&rate=1000.5&channels=5&duration=400"
    )
    #expect(scenario.seed == 7)
    #expect(scenario.rate == Hertz(1_000.5))
    #expect(scenario.duration == 400)
    #expect(
      scenario.channels.map(\.name) == [
        "calf-medial", "calf-lateral",
        "calf-medial-2", "calf-lateral-2",
        "calf-medial-3",
      ]
    )
    let cramps = Simulation(scenario: scenario).labels.filter { $0.trialType == "cramp" }
    // Three channels show each of the cramps at 60, 240 and, cut, none more.
    #expect(cramps.count == 6)
    #expect(cramps.last.map { $0.onset > 240 && $0.onset < 241.5 } == true)
  }

  @Test(arguments: ["", "?seed=1", "calf-cramp-at-night"])
  func `no name means the calf cramp`(specification: String) throws {
    #expect(try Scenario(specification: specification) == Scenario.standard)
    #expect(Scenario.standard.name == "calf-cramp-at-night")
  }

  @Test func `a shorter duration cuts`() throws {
    let scenario = try Scenario(specification: "calf-cramp-at-night?duration=130.5")
    let labels = Simulation(scenario: scenario).labels
    #expect(labels.contains { $0.trialType == "cramp" && $0.onset + ($0.duration ?? 0) == 130.5 })
    #expect(samples(scenario)[0].count == 65_250)
  }

  @Test(arguments: [
    ("nap", "scenario \"nap\": unknown; one of calf-cramp-at-night, "),
    ("short-cramp?sede=1", "scenario setting \"sede\": unknown; one of seed, rate, "),
    ("short-cramp?seed", "scenario setting \"seed\": unknown"),
    ("short-cramp?", "scenario setting \"\": unknown"),
    ("short-cramp?seed=1&", "scenario setting \"\": unknown"),
    ("short-cramp?seed=1&seed=1", "scenario setting \"seed\": given twice"),
    ("short-cramp?seed=-1", "scenario setting \"seed\": \"-1\" is not a whole number from 0"),
    (
      "short-cramp?rate=124",
      "scenario setting \"rate\": \"124\" is not a number of hertz in 125...44100"
    ),
    ("short-cramp?rate=nan", "scenario setting \"rate\": \"nan\" is not"),
    (
      "short-cramp?channels=65",
      "scenario setting \"channels\": \"65\" is not a whole number in 1...64"
    ),
    ("short-cramp?channels=0", "scenario setting \"channels\": \"0\" is not"),
    (
      "short-cramp?duration=inf",
      "scenario setting \"duration\": \"inf\" is not a number of seconds"
    ),
  ])
  func `what is no specification is refused with its reason`(text: String, reason: String) {
    let error = #expect(throws: ScenarioError.self) { try Scenario(specification: text) }
    #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "none")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func `names are unlike each other and the recordings are small`() {
    #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
    let sizes = Scenario.all.map { $0.duration * $0.rate.value * Double($0.channels.count) * 2 }
    #expect(sizes.allSatisfy { $0 < 2e6 })
    #expect(sizes.reduce(0, +) < 10e6)
  }
}
