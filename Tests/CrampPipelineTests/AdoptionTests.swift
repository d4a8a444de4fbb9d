import CrampDetection
import CrampModel
import CrampPipeline
import SignalSimulation
import Testing

/// A pipeline that goes on under another configuration.
struct AdoptionTests {
  @Test(arguments: [
    "short-cramp", "calf-cramp-at-night", "cramp-with-a-gap", "electrode-off-during-cramp",
    "walking-is-not-a-cramp", "hamstring-takes-over", "mains-hum-is-not-a-cramp",
    "cuff-cramp-at-night",
  ])
  func `the same under other names gives the same events, whenever it takes over`(
    scenario: String
  ) throws {
    let plain = try Run(scenario)
    var takeovers = 0
    let renamed = try Run(scenario) { pipeline, stream, block in
      guard pipeline.isSettled else { return }
      takeovers += 1
      var profile = Profile.night
      profile.name = block % 2 == 0 ? "night" : "evening"
      pipeline.adopt(stream: stream, profile: profile, mains: [50, 60])
    }
    #expect(takeovers > 5)
    #expect(renamed.events.map(Self.withoutProfile) == plain.events.map(Self.withoutProfile))
  }

  @Test func `names, muscles and chains are those of the time`() throws {
    var wasOpen = false
    let run = try Run("two-cramps-in-a-night?seed=1") { pipeline, stream, block in
      wasOpen = wasOpen || !pipeline.isSettled
      guard wasOpen, pipeline.isSettled else { return }
      var stream = stream
      stream.channels[0].name = "new"
      pipeline.adopt(stream: stream, profile: .night, mains: [50, 60])
    }
    let names = run.events.filter { $0.type == .crampOnset }.map(\.channel)
    #expect(names.count == 2)
    #expect(names.last == "new")
    let first = run.events.first { $0.type == .crampOnset || $0.type == .crampSuspected }
    #expect(first?.channel != "new")
  }

  @Test func `rest that was learned by one profile serves the next at once`() throws {
    // A pause of the new profile to learn rest would take over a second.
    let run = try Run("short-cramp") { pipeline, stream, block in
      guard pipeline.isSettled, block == 9 else { return }
      pipeline.adopt(stream: stream, profile: .practice, mains: [50])
    }
    let night = try Run("short-cramp")
    let (early, late) = try (#require(run.onset), #require(night.onset))
    #expect(early.time.seconds(since: late.time).magnitude < 1)
    #expect(early.detected.seconds(since: late.detected) < -3)
  }

  @Test func `a cramp that is open keeps the pipeline from being settled`() throws {
    var settled: [Bool] = []
    let run = try Run("short-cramp") { pipeline, _, _ in settled.append(pipeline.isSettled) }
    let onset = try #require(run.onset)
    let release = try #require(run.events.first { $0.type == .crampRelease })
    #expect(settled.first == true)
    let begin = Int(onset.time.seconds(since: run.start)) + 3
    let end = Int(release.detected.seconds(since: run.start))
    #expect(settled[begin..<end].allSatisfy { !$0 })
  }

  private static func withoutProfile(_ event: CrampEvent) -> CrampEvent {
    var event = event
    event.details.removeAll { $0.key == .profile }
    return event
  }

  /// A simulation in blocks of a second, with something done before each.
  private struct Run {
    var events: [CrampEvent] = []
    let start: Timestamp

    init(
      _ scenario: String,
      meanwhile: (CrampPipeline, StreamDescription, Int) -> Void = { _, _, _ in }
    ) throws {
      var simulation = Simulation(scenario: try Scenario(specification: scenario))
      let stream = simulation.stream
      start = stream.start
      let pipeline = CrampPipeline(stream: stream, profile: .night)
      var block = SampleBlock(channelCount: stream.channels.count)
      var number = 0
      while simulation.read(into: &block, seconds: 1) {
        meanwhile(pipeline, stream, number)
        events += pipeline.push(block)
        number += 1
      }
      events += pipeline.finish(.endOfRecording)
    }

    var onset: CrampEvent? { events.first { $0.type == .crampOnset } }
  }
}
