import CrampDetection
import CrampModel
import SignalSimulation
import Testing

@Suite struct PressureScenarioTests {
  @Test func `a cramp under a cuff is found where it was`() throws {
    let run = try PipelineRun(simulation: "cuff-cramp-at-night")
    let simulation = Simulation(scenario: try Scenario(specification: "cuff-cramp-at-night"))
    let truth = try #require(simulation.labels.first { $0.trialType == "cramp" })
    #expect(run.cramps.count == 1)
    let cramp = try #require(run.cramps.first)
    #expect(abs(cramp.onset - truth.onset) < 0.5)
    let end = truth.onset + (truth.duration ?? 0)
    #expect(abs((cramp.release ?? 0) - end) < 1)
  }

  @Test func `rolling onto a pad and off it is no cramp`() throws {
    let run = try PipelineRun(simulation: "rolling-over-is-not-a-cramp")
    #expect(run.cramps.isEmpty, "\(run.cramps)")
  }

  @Test(arguments: [
    ("drawn-pressure?subject=13&setup=fsr&duration=4000", 1),
    ("drawn-pressure?subject=14&setup=cuff&duration=4000", 2),
    ("drawn-pressure?subject=39&setup=belt&duration=4000", 2),
    ("drawn-pressure?subject=16&setup=dynamometer&duration=4000", 1),
  ])
  func `each cramp of a drawn sleeper is found and none invented`(
    scenario: String,
    count: Int
  ) throws {
    let run = try PipelineRun(simulation: scenario)
    let labels = Simulation(scenario: try Scenario(specification: scenario)).labels
    let truth = labels.filter { $0.trialType == "cramp" }
    #expect(truth.count == count)
    for label in truth {
      let end = label.onset + (label.duration ?? 0)
      let found = run.cramps.contains {
        $0.onset < end && ($0.release ?? .infinity) > label.onset
      }
      #expect(found, "\(label.onset): \(run.cramps)")
    }
    #expect(run.cramps.count == count, "\(run.cramps)")
  }

  @Test(arguments: SensorSetup.mechanical)
  func `the events do not depend on how the samples are cut`(setup: SensorSetup) throws {
    let scenario = "drawn-pressure?subject=3&setup=\(setup.rawValue)&duration=1200"
    let whole = try PipelineRun(simulation: scenario, cut: .even(3_600)).lines
    for seed in UInt64(1)...2 {
      let cut = Cut.random(SplitMix64(seed: seed))
      #expect(try PipelineRun(simulation: scenario, cut: cut).lines == whole, "seed \(seed)")
    }
  }
}
