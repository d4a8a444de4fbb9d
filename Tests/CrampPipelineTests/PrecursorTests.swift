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

  @Test(arguments: [
    "drawn-night?subject=10016&setup=cyton&duration=420",
    "drawn-night?subject=10005&setup=thousand&duration=450",
  ])
  func `a spasm of a drawn night is told with its time and length`(specification: String) throws {
    let night = try Scenario(specification: specification)
    let truth = Simulation(scenario: night).labels.filter { $0.trialType == "spasm" }
    let spasms = events(night).filter { $0.type == .spasm }
    #expect(!spasms.isEmpty)
    for spasm in spasms {
      let time = spasm.time.seconds(since: night.start)
      let label = try #require(
        truth.first { $0.channel == spasm.channel && abs($0.onset - time) < 0.15 },
        "\(spasm.json())"
      )
      #expect(abs((spasm.length ?? 0) - (label.duration ?? 0)) < 0.3)
    }
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
