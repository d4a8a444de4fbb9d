import CrampDetection
import CrampModel
import CrampPipeline
import SignalSimulation
import Testing

/// Spans of resting tone from samples.
@Suite struct ToneSpanTests {
  @Test(arguments: UInt64(1)...6)
  func `spans do not depend on how the samples are cut into blocks`(seed: UInt64) throws {
    let scenario = Self.night(tones: [2, 5], seconds: 150, gap: 20)
    let even = Run(scenario, .even(1))
    let random = Run(scenario, .random(SplitMix64(seed: seed)))
    #expect(even.tones.count == 4)
    #expect(random.lines == even.lines)
  }

  @Test func `nothing is told of tone unless it is asked for`() throws {
    let scenario = Self.night(tones: [2], seconds: 150, gap: 20)
    let silent = Run(scenario, .even(1), tellsTone: false)
    let telling = Run(scenario, .even(1))
    #expect(silent.tones.isEmpty)
    #expect(telling.lines.filter { !$0.contains(#""type":"tone""#) } == silent.lines)
  }

  // Filters take away what is below 20 Hz and near half the rate, and a median of powers is below
  // their mean: the tone is 13 to 19 % below the RMS between the electrodes. Two tones compare as
  // they are, within 4 %.
  @Test(arguments: [0.8, 2, 5, 12.0])
  func `a night's tone is the simulator's`(tone: Double) throws {
    let scenario = Self.night(tones: [tone, 2 * tone], seconds: 400)
    let run = Run(scenario, .even(1))
    let last = run.tones.suffix(2)
    let found = last.compactMap { Self.number($0, .toneMicrovolts) }
    let truth = scenario.channels.map(\.restRMS)
    #expect(found.count == 2)
    for (found, truth) in zip(found, truth) {
      #expect((0.8...0.88).contains(found / truth), "\(found) for \(truth)")
    }
    #expect(abs(found[1] / found[0] / (truth[1] / truth[0]) - 1) < 0.04)
  }

  @Test func `a cut between two blocks ends the spans of all channels there`() throws {
    var simulation = Simulation(scenario: Self.night(tones: [2, 5], seconds: 200))
    let pipeline = CrampPipeline(
      stream: simulation.stream,
      profile: .night,
      identity: .random(SplitMix64(seed: 3)),
      tellsTone: true
    )
    var block = SampleBlock(channelCount: 2)
    var events: [CrampEvent] = []
    for second in 0..<200 where simulation.read(into: &block, seconds: 1) {
      if second == 140 { events += pipeline.cutTone(.session) }
      events += pipeline.push(block)
    }
    events += pipeline.finish(.shutdown)
    let tones = events.filter { $0.type == .tone }
    let lengths = tones.filter { $0.channel == "b" }.map { Self.number($0, .duration) }
    #expect(lengths == [50, 30, 60, 60])
    #expect(Set(events.map(\.id)).count == events.count)
  }

  private static func number(_ event: CrampEvent, _ key: EventKey) -> Double? {
    if case .number(let number) = event[key] { number } else { nil }
  }

  /// A night that begins 50 s before an hour.
  private static func night(tones: [Double], seconds: Double, gap: Double = 0) -> Scenario {
    var artefacts: [Artefact] = []
    if gap > 0 { artefacts.append(Artefact(.gap, at: 70, for: gap)) }
    return Scenario(
      name: "tone",
      summary: "Nothing but tone.",
      duration: seconds,
      rate: Hertz(500),
      start: Timestamp.elevenAtNight.advanced(bySeconds: -50),
      channels: zip(["a", "b"], tones).map { SimulatedChannel(name: $0, restTone: $1) },
      activities: [Activity(.largeMovement(level: 40, motion: 1_800), at: 100, for: 8)],
      artefacts: artefacts
    )
  }

  private struct Run {
    var events: [CrampEvent] = []
    var tones: [CrampEvent] { events.filter { $0.type == .tone } }
    var lines: [String] { events.map { $0.json() } }

    init(_ scenario: Scenario, _ cut: Cut, tellsTone: Bool = true) {
      var simulation = Simulation(scenario: scenario)
      let pipeline = CrampPipeline(
        stream: simulation.stream,
        profile: .night,
        tellsTone: tellsTone
      )
      var block = SampleBlock(channelCount: simulation.stream.channels.count)
      var cut = cut
      while simulation.read(into: &block, seconds: cut.next()) { events += pipeline.push(block) }
      events += pipeline.finish(.endOfRecording)
    }
  }
}
