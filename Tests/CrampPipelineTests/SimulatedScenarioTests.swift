import CrampDetection
import CrampModel
import SignalSimulation
import Testing

@Suite struct SimulatedScenarioTests {
  static let cramps = [
    "two-cramps-in-a-night", "calf-cramp-at-night", "slow-ramp-cramp",
    "electrode-off-during-cramp", "cramp-in-one-head", "cramp-with-a-gap", "short-cramp",
    "cyton-cramp", "arduino-cramp", "spikerbox-cramp",
  ]
  static let others = [
    "walking-is-not-a-cramp", "leg-movements-are-not-a-cramp", "mains-hum-is-not-a-cramp",
    "loose-lead-is-not-a-cramp", "fasciculations-are-not-a-cramp", "quiet-night",
  ]

  @Test(arguments: cramps)
  func `each cramp is found and none invented`(scenario: String) throws {
    let run = try PipelineRun(simulation: scenario)
    let simulation = Simulation(scenario: try Scenario(specification: scenario))
    let truth = simulation.labels.filter { $0.trialType == "cramp" }
    let drawn = "\(scenario): found \(run.cramps), truth \(truth.map { ($0.onset, $0.duration) })"
    for label in truth {
      let end = label.onset + (label.duration ?? 0)
      #expect(
        run.cramps.contains {
          $0.channel == label.channel && $0.onset < end && ($0.release ?? .infinity) > label.onset
        },
        "\(drawn)"
      )
    }
    for cramp in run.cramps {
      #expect(
        truth.contains {
          cramp.onset < $0.onset + ($0.duration ?? 0) + 10
            && (cramp.release ?? .infinity) > $0.onset - 3
        },
        "\(drawn)"
      )
    }
  }

  @Test(arguments: others)
  func `what is no cramp gives none`(scenario: String) throws {
    for profile in [Profile.night, .exercise] {
      let run = try PipelineRun(simulation: scenario, profile: profile)
      #expect(run.cramps.isEmpty, "\(scenario) \(profile.name): \(run.cramps)")
    }
  }

  @Test func `a lead that comes off leaves the cramp open and unobserved`() throws {
    let run = try PipelineRun(simulation: "electrode-off-during-cramp")
    #expect(run.count(.crampOnset) == 1)
    #expect(run.count(.crampUnobserved) == 1)
    #expect(run.count(.crampObserved) == 1)
    #expect(run.count(.signalBad) == 1)
    #expect(run.count(.signalGood) == 1)
    let order = run.events.map(\.type).filter {
      [.crampOnset, .crampUnobserved, .crampObserved, .crampRelease].contains($0)
    }
    #expect(order == [.crampOnset, .crampUnobserved, .crampObserved, .crampRelease])
  }

  @Test func `a gap is counted to the sample`() throws {
    let run = try PipelineRun(simulation: "cramp-with-a-gap")
    let lost = run.events.filter { $0.type == .samplesLost }
    #expect(lost.count == 1)
    let rate = try Scenario(specification: "cramp-with-a-gap").rate.value
    #expect(lost.first?[.count] == .count(Int64(2 * rate)))
    #expect(run.count(.crampOnset) == 1)
  }

  @Test(arguments: ["short-cramp", "cramp-with-a-gap", "cramp-in-one-head"])
  func `the events do not depend on how the samples are cut`(scenario: String) throws {
    let whole = try PipelineRun(simulation: scenario, cut: .even(3_600)).lines
    #expect(!whole.isEmpty)
    for seed in UInt64(1)...3 {
      let cut = Cut.random(SplitMix64(seed: seed))
      #expect(try PipelineRun(simulation: scenario, cut: cut).lines == whole, "seed \(seed)")
    }
  }
}
