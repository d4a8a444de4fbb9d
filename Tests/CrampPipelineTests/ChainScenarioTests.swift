import CrampDetection
import CrampModel
import CrampPipeline
import SignalSimulation
import Testing

/// Simulated bridges through the whole pipeline.
@Suite struct ChainScenarioTests {
  @Test func `a hamstring that takes over from a tired gluteus is found`() throws {
    let (run, chain, truth) = try bridges("hamstring-takes-over")
    let label = try #require(truth.first { $0.trialType == "compensation" })
    let found = run.filter { $0.type == .compensation }
    #expect(found.count == 1)
    let event = try #require(found.first)
    #expect(event.channel == label.channel && event[.from] == .text("gluteus"))
    #expect(event[.experimental] == .flag(true))
    let time = event.time.seconds(since: .tenInTheMorning)
    #expect(time > label.onset - 30 && time < label.onset + 180, "\(time), \(label)")
    let gluteus = try #require(chain.muscles.first)
    #expect(abs((gluteus.shareBefore ?? 0) - 50) < 8, "\(chain)")
    #expect(abs((gluteus.shareRecent ?? 0) - 21) < 8, "\(chain)")
    #expect(gluteus.fatigue?.isTiring == true)
    #expect(abs((gluteus.fatigue?.percentPerMinute ?? 0) + 4.2) < 1.5, "\(chain)")
    #expect(chain.muscles.dropFirst().allSatisfy { $0.fatigue?.isTiring == false }, "\(chain)")
  }

  @Test func `muscles that share evenly are left alone`() throws {
    let (run, chain, truth) = try bridges("muscles-share-evenly")
    #expect(!truth.contains { $0.trialType == "compensation" })
    #expect(!run.contains { $0.type == .compensation })
    #expect(chain.muscles.allSatisfy { $0.fatigue?.isTiring == false }, "\(chain)")
    for muscle in chain.muscles {
      #expect(abs((muscle.shareRecent ?? 0) - (muscle.shareBefore ?? 99)) < 5, "\(chain)")
    }
    #expect((245...270).contains(chain.seconds))
  }

  @Test func `a cramp in one head is localised there, one that spreads says from where`() throws {
    let one = try PipelineRun(simulation: "cramp-in-one-head").events
    let onset = try #require(one.first { $0.type == .crampOnset })
    guard case .number(let index) = onset[.localisation] else {
      Issue.record("\(onset)")
      return
    }
    #expect(index > 0.9 && onset[.coActive] == nil && onset[.spreadFrom] == nil)
    let four = try PipelineRun(simulation: "cyton-cramp").events.filter { $0.type == .crampOnset }
    #expect(four.map(\.channel) == ["calf-medial", "calf-lateral", "left-soleus"])
    #expect(Set(four.map(\.episode)).count == 1)
    #expect(
      four.map { $0[.spreadFrom] } == [nil, .text("calf-medial"), .text("calf-lateral")],
      "\(four.map { $0.json() })"
    )
  }

  @Test func `without chains and with one channel nothing is told of others`() throws {
    let events = try PipelineRun(simulation: "short-cramp").events
    #expect(events.contains { $0.type == .crampOnset })
    #expect(events.allSatisfy { $0[.localisation] == nil && $0.type != .compensation })
  }

  private func bridges(
    _ name: String
  ) throws -> (events: [CrampEvent], chain: ChainSummary, truth: [Label]) {
    var simulation = Simulation(scenario: try Scenario(specification: name))
    let pipeline = CrampPipeline(stream: simulation.stream, profile: .exercise)
    var block = SampleBlock(channelCount: 3)
    var events: [CrampEvent] = []
    while simulation.read(into: &block, seconds: 1) { events += pipeline.push(block) }
    events += pipeline.finish(.endOfRecording)
    return (events, try #require(pipeline.chains.first), simulation.labels)
  }
}
