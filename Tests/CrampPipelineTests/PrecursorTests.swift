import CrampDetection
import CrampModel
import CrampPipeline
import SignalSimulation
import Testing

/// Warnings and spasms from samples, as the simulator draws them.
@Suite struct PrecursorTests {
  @Test(arguments: [250.0, 500, 1_000])
  func `a rising tone is warned of before the cramp begins`(rate: Double) throws {
    let night = Scenario(
      name: "tone",
      summary: "Tone rises for 41 s before a cramp.",
      duration: 460,
      rate: Hertz(rate),
      activities: [
        Activity(.tone(level: 3.5), at: 379, for: 41),
        Activity(.cramp(Cramp(level: 40)), at: 420, for: 40),
      ]
    )
    let events = events(night)
    let warning = try #require(events.first { $0.type == .crampWarning })
    #expect(warning[.cause] == .text("tone"))
    let time = warning.detected.seconds(since: night.start)
    #expect((385..<419).contains(time), "\(time)")
  }

  @Test(arguments: [250.0, 1_000])
  func `a spasm is told with its time and length`(rate: Double) throws {
    let night = Scenario(
      name: "spasm",
      summary: "A spasm in a quiet night.",
      duration: 340,
      rate: Hertz(rate),
      activities: [Activity(.spasm(level: 40), at: 250, for: 1.2)]
    )
    let spasms = events(night).filter { $0.type == .spasm }
    let spasm = try #require(spasms.first)
    #expect(spasms.count == 1)
    #expect(abs(spasm.time.seconds(since: night.start) - 250) < 0.15)
    #expect(abs((spasm.length ?? 0) - 1.2) < 0.3)
  }

  @Test(arguments: [
    "leg-movements-are-not-a-cramp", "walking-is-not-a-cramp", "fasciculations-are-not-a-cramp",
    "mains-hum-is-not-a-cramp", "loose-lead-is-not-a-cramp",
  ])
  func `what is neither spasm nor precursor is not told as one`(scenario: String) throws {
    let told = events(try Scenario(specification: scenario))
      .filter { $0.type == .spasm || $0.type == .crampWarning }
    #expect(told.isEmpty, "\(told.map { $0.json() })")
  }

  private func events(_ scenario: Scenario) -> [CrampEvent] {
    var profile = Profile.night
    profile.warns = true
    var simulation = Simulation(scenario: scenario)
    let pipeline = CrampPipeline(stream: simulation.stream, profile: profile)
    var block = SampleBlock(channelCount: simulation.stream.channels.count)
    var events: [CrampEvent] = []
    while simulation.read(into: &block, seconds: 1) {
      events += pipeline.push(block)
    }
    return events + pipeline.finish(.endOfRecording)
  }
}

extension CrampEvent {
  fileprivate var length: Double? {
    switch self[.duration] {
    case .number(let seconds): seconds
    case .count(let seconds): Double(seconds)
    case .text, .texts, .flag, nil: nil
    }
  }
}
