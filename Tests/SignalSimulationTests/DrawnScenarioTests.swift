import CrampModel
import SignalSimulation
import Testing

@Suite struct DrawnScenarioTests {
  @Test(arguments: Scenario.DrawnKind.allCases, SensorSetup.allCases)
  func `what is drawn fits into its time and can be named`(
    kind: Scenario.DrawnKind,
    setup: SensorSetup
  ) throws {
    guard kind.setups.contains(setup) else { return }
    for subject in 1...UInt64(5) {
      let scenario = Scenario.drawn(kind, setup: setup, subject: subject)
      let name = "\(kind.rawValue)?subject=\(subject)&setup=\(setup.rawValue)"
      #expect(try Scenario(specification: name) == scenario)
      #expect(scenario.duration == kind.duration && scenario.rate == setup.rate)
      #expect(scenario.activities.allSatisfy { $0.start < scenario.duration && $0.duration > 0 })
      #expect(scenario.artefacts.allSatisfy { $0.start < scenario.duration && $0.duration > 0 })
    }
  }

  @Test func `other subjects have other nights, and the same has the same`() {
    let one = Scenario.drawn(.night, setup: .arduino, subject: 1)
    #expect(one == .drawn(.night, setup: .arduino, subject: 1))
    #expect(one != .drawn(.night, setup: .arduino, subject: 2))
  }

  @Test func `nights have cramps and movements about as often as published`() {
    let nights = (1...60).map { Scenario.drawn(.night, setup: .thousand, subject: $0) }
    func count(_ isOne: (Activity.Kind) -> Bool) -> Double {
      let numbers = nights.map { night in night.activities.count { isOne($0.kind) } }
      return Double(numbers.reduce(0, +)) / Double(nights.count)
    }
    let cramps = count { if case .cramp = $0 { true } else { false } }
    let movements = count { if case .largeMovement = $0 { true } else { false } }
    #expect((1...6).contains(cramps), "\(cramps)")
    #expect((40...75).contains(movements), "\(movements)")
  }

  @Test(arguments: [Scenario.DrawnKind.leadOff, .hum, .noise])
  func `hours of faults hold no cramp`(kind: Scenario.DrawnKind) {
    let scenario = Scenario.drawn(kind, setup: .thousand, subject: 3)
    #expect(scenario.activities.isEmpty)
    #expect(scenario.artefacts.count > 20)
  }

  @Test func `a weak cramp has a label where the scenario asks for it`() {
    var scenario = Scenario(name: "weak", summary: "Weak.", duration: 60)
    let rest = scenario.channels[0].restRMS
    let cramp = Cramp(level: 1.6 * rest, rise: 1, modulationDepth: 0.1, drift: 0)
    scenario.activities = [Activity(.cramp(cramp), at: 10, for: 30)]
    func cramps() -> [Label] {
      Simulation(scenario: scenario).labels.filter { $0.trialType == "cramp" }
    }
    #expect(cramps().isEmpty)
    scenario.labelsWeakCramps = true
    #expect(cramps().count == 1)
    #expect(cramps().first.map { (10.2...11).contains($0.onset) } == true)
  }

  @Test(arguments: [
    ("drawn-night?subject=x", "\"x\" is not a whole number from 0"),
    ("drawn-night?setup=myo", "\"myo\" is not one of arduino, cyton, "),
    ("drawn-night?setup=cuff", "\"cuff\" is not one of arduino, cyton, "),
    ("drawn-pressure?setup=cyton", "\"cyton\" is not one of fsr, cuff, belt, dynamometer"),
    ("drawn-pressure?rate=2000", "\"2000\" is not a number of hertz in 10...1000"),
    ("short-cramp?subject=1", "scenario setting \"subject\": unknown; one of seed, "),
  ])
  func `settings of the drawn that are wrong are refused`(text: String, reason: String) {
    let error = #expect(throws: ScenarioError.self) { try Scenario(specification: text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "none")")
  }
}
