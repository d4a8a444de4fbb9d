import CrampDetection
import CrampHistory
import CrampModel
import CrampPipeline
import SignalSimulation

/// One time with the electrodes on, and the events that a daemon has told of it.
struct RecordedStay {
  private(set) var events: [CrampEvent] = []
  private var draw: SplitMix64
  private var pipeline: CrampPipeline?
  private var block = SampleBlock(channelCount: 1)

  /// Begins with seeded identities.
  init(from draw: inout SplitMix64) {
    self.draw = SplitMix64(seed: draw.next())
  }

  /// Sleeps through a night.
  mutating func live(_ night: SimulatedNight) {
    var simulation = Simulation(scenario: night.scenario, seed: night.seed)
    attach(simulation.stream, .night)
    play(&simulation, until: night.scenario.duration)
    detach(at: night.scenario.start.advanced(bySeconds: night.scenario.duration))
  }

  /// Practises, with a person who marks what happens.
  mutating func live(_ practice: SimulatedPractice) {
    var before = Simulation(scenario: practice.parts[0])
    attach(before.stream, .practice)
    play(&before, until: SimulatedPractice.begin)
    let began = events.count
    let session = begin("calves", at: practice.time(SimulatedPractice.begin))
    var within = Simulation(scenario: practice.parts[1])
    for (seconds, cue) in practice.cues {
      play(&within, until: seconds - SimulatedPractice.begin)
      let name = cue == .repetition ? [EventDetail(.name, .text(SimulatedPractice.movement))] : []
      let text = EventDetail(.text, .text(cue.word))
      tell(.marker, at: practice.time(seconds), [text, .init(.cue, .text(cue.word))] + name)
      cutTone(.mark)
    }
    let end = SimulatedPractice.end
    play(&within, until: end - SimulatedPractice.begin)
    cutTone(.session)
    let summary = SessionSummary(
      of: session,
      events: Array(events[(began + 1)...]),
      earlier: Array(events[..<began]),
      end: practice.time(end),
      reason: .person
    )
    events += summary.events(at: practice.time(end)) { id(practice.time(end)) }
    play(&within, until: SimulatedPractice.length - SimulatedPractice.begin)
    detach(at: practice.time(SimulatedPractice.length))
  }

  private mutating func begin(_ name: String, at time: Timestamp) -> Session {
    tell(.sessionStarted, at: time, [.init(.name, .text(name)), .init(.kind, .text("practice"))])
    let session = Session(
      id: events[events.count - 1].id,
      name: name,
      kind: .practice,
      since: time
    )
    cutTone(.session)
    return session
  }

  private mutating func attach(_ simulated: StreamDescription, _ profile: Profile) {
    let stream = StreamDescription(
      sensor: "month:left-leg",
      driver: simulated.driver,
      start: simulated.start,
      channels: simulated.channels
    )
    tell(.daemonStarted, at: stream.start, [.init(.version, .text(CrampdVersion.current))])
    let names = EventDetail(.channels, .texts(stream.channels.map(\.name)))
    tell(
      .sensorAttached,
      at: stream.start,
      [.init(.driver, .text(stream.driver)), names],
      sensor: stream.sensor
    )
    pipeline = CrampPipeline(
      stream: stream,
      profile: profile,
      identity: .random(draw),
      tellsTone: true
    )
  }

  private mutating func detach(at time: Timestamp) {
    events += pipeline?.finish(.detached) ?? []
    let message = EventDetail(.message, .text("the electrodes were taken off"))
    tell(.sensorDetached, at: time, [message], sensor: "month:left-leg")
    tell(.daemonStopped, at: time, [.init(.version, .text(CrampdVersion.current))])
  }

  private mutating func play(_ simulation: inout Simulation, until seconds: Double) {
    while simulation.position < seconds {
      let step = min(10, seconds - simulation.position)
      guard simulation.read(into: &block, seconds: step) else { return }
      events += pipeline?.push(block) ?? []
    }
  }

  private mutating func cutTone(_ reason: ToneCut) {
    events += pipeline?.cutTone(reason) ?? []
  }

  private mutating func tell(
    _ type: EventType,
    at time: Timestamp,
    _ details: [EventDetail],
    sensor: String? = nil
  ) {
    let event = CrampEvent(
      id: id(time),
      type: type,
      time: time,
      detected: time,
      sensor: sensor,
      details: details
    )
    events.append(event)
  }

  private mutating func id(_ time: Timestamp) -> EventID {
    EventID(time: time, randomHigh: draw.next(), randomLow: draw.next())
  }
}

extension SimulatedPractice {
  /// What the person marks, in the order of time.
  fileprivate var cues: [(seconds: Double, cue: SessionCue)] {
    var cues = Self.repetitions.flatMap { [($0, SessionCue.repetition), ($0, .contract)] }
    cues += provoked.map { ($0.relax, SessionCue.relax) }
    return cues.sorted { $0.0 < $1.0 }
  }
}
