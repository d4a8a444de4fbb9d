import CrampDetection
import CrampModel
import CrampPipeline
import SignalSimulation
import Testing

@Suite struct TraceTests {
  @Test func `each hop of each channel is shown once, in order`() throws {
    let run = try Self.run("cramp-in-one-head", seconds: 60)
    let channels = run.stream.channels.count
    #expect(run.traces.count == channels * 60 * FeatureRow.hopsPerSecond)
    for (index, trace) in run.traces.enumerated() {
      #expect(trace.hop == index / channels && trace.channel == index % channels)
    }
  }

  @Test func `the phases of a cramp follow one another`() throws {
    let run = try Self.run("short-cramp", seconds: 60)
    var phases: [MusclePhase] = []
    for trace in run.traces where phases.last != trace.phase {
      phases.append(trace.phase)
    }
    #expect(Array(phases.suffix(5)) == [.quiet, .rising, .suspected, .cramping, .falling])
    let confirmed = try #require(run.traces.first { $0.phase == .cramping })
    let onset = try #require(run.events.first { $0.type == .crampOnset })
    #expect(abs(confirmed.end - onset.detected.seconds(since: run.stream.start)) < 1e-6)
    #expect(onset[.onMicrovolts] == .number((confirmed.levels?.on ?? 0).hundredths))
    #expect(onset[.detector] == .text(DetectorVersion.current))
  }

  @Test(arguments: [
    ("mains-hum-is-not-a-cramp", SignalFault.mains), ("cramp-with-a-gap", .samplesLost),
    ("electrode-off-during-cramp", .mains), ("loose-lead-is-not-a-cramp", .saturated),
    ("loose-lead-is-not-a-cramp", .leadOff),
  ])
  func `a hop that cannot be judged says why`(scenario: String, fault: SignalFault) throws {
    let traces = try Self.run(scenario, seconds: 300).traces
    #expect(traces.contains { ($0.veto ?? $0.fault) == fault && !$0.isJudged })
    #expect(traces.contains { $0.isJudged && $0.levels != nil })
  }

  @Test func `an observer changes no event, and the cut no trace`() throws {
    let whole = try Self.run("cramp-with-a-gap", seconds: 3_600)
    #expect(whole.events == (try PipelineRun(simulation: "cramp-with-a-gap").events))
    var cut = Cut.random(SplitMix64(seed: 5))
    let parts = try Self.run("cramp-with-a-gap", seconds: 3_600) { cut.next() }
    #expect(parts.traces == whole.traces)
  }

  @Test func `a release tells the mean, the peak and the area of the cramp`() throws {
    let run = try Self.run("short-cramp", seconds: 60)
    let onset = try #require(run.events.first { $0.type == .crampOnset })
    let release = try #require(run.events.first { $0.type == .crampRelease })
    let from = onset.time.seconds(since: run.stream.start)
    let to = release.time.seconds(since: run.stream.start)
    let levels = run.traces.filter { $0.end > from && $0.end <= to }.map(\.level)
    let mean = levels.reduce(0, +) / Double(levels.count)
    let rest = try #require(number(release[.restMicrovolts]))
    #expect(abs(try #require(number(release[.meanMicrovolts])) / mean - 1) < 0.05)
    let area = Double(levels.count) * 0.05 * (mean / rest - 1)
    #expect(abs(try #require(number(release[.areaRatio])) / area - 1) < 0.05)
  }

  private func number(_ value: EventValue?) -> Double? {
    if case .number(let number) = value { number } else { nil }
  }

  private final class Traces {
    var all: [ChannelTrace] = []
  }

  private static func run(
    _ scenario: String,
    seconds: Double,
    cut: () -> Double = { 1 }
  ) throws -> (stream: StreamDescription, traces: [ChannelTrace], events: [CrampEvent]) {
    var simulation = Simulation(scenario: try Scenario(specification: scenario))
    let pipeline = CrampPipeline(stream: simulation.stream, profile: .night)
    let traces = Traces()
    pipeline.observer = { traces.all.append($0) }
    var events: [CrampEvent] = []
    var block = SampleBlock(channelCount: simulation.stream.channels.count)
    while simulation.position < seconds, simulation.read(into: &block, seconds: cut()) {
      events += pipeline.push(block)
    }
    return (simulation.stream, traces.all, events + pipeline.finish(.endOfRecording))
  }
}

extension Double {
  fileprivate var hundredths: Double {
    (self * 100).rounded() / 100
  }
}
