public import CrampModel
internal import SensorProtocols
internal import USBTransport

/// A sensor on USB, for as long as it is wanted: it may be taken away and come back.
///
/// Its stream is that of its first conversation. While the sensor is away or silent, the stream's
/// time goes on with gaps, so that what is open is judged and told in time.
public struct LiveSensor: SampleSource {
  /// Silence is declared lost no sooner than this, because bytes may still be on their way.
  private static let lag = Duration.seconds(1)
  /// How often a silence that lasts is told to the pipeline.
  private static let tick = Duration.seconds(1)

  /// Packets that are taken at once, where so many wait.
  private static let mostPackets = 64

  /// What the sensor gives.
  public let stream: StreamDescription
  /// The same with the sensor's own names.
  public let plainStream: StreamDescription
  /// What was known of the device before it was opened.
  public var device: SeenDevice { place.seen }
  /// Ends the work on this sensor.
  public var leash: Leash { place.leash }

  private let place: SensorPlace
  private var session: SensorSession?
  private var attached: AttachedDevice?
  private var flow: SampleFlow
  /// The device that was said to be gone, until that is known for sure.
  private var vanished: AttachedDevice?
  private var isTroubled = false
  private var isAway = false
  private var isOver = false
  private var arrived = Duration.zero
  private var changes: [SensorChange] = []
  private var tally = NoticeTally()
  private var backoff = Backoff()
  private var clocks = ClockComparison(.now)

  /// Takes over a conversation that has just begun to stream.
  init(_ session: SensorSession, on device: AttachedDevice, place: SensorPlace) {
    let account = session.account
    self.place = place
    self.session = session
    attached = device
    let serial = place.plan.serial ?? account.serial ?? place.plan.identity
    plainStream = StreamDescription(
      sensor: "\(session.family.rawValue):\(serial)",
      driver: session.family.rawValue,
      start: SystemTime.now,
      channels: account.channels
    )
    stream = plainStream.named(place.plan.settings.channels)
    flow = SampleFlow(account, at: session.now)
    absorb(session.step, at: session.now)
  }

  /// When the last packet with samples came.
  public var arrival: ContinuousClock.Instant { place.origin + arrived }

  /// What was odd since the last call, at most every ten seconds.
  public mutating func takeWarnings() -> [String] {
    tally.take(at: place.now)
  }

  /// Waits for samples, for the sensor to come back, or for a second of silence.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `.over` if the sensor came back as one with other channels.
  /// - Throws: `CancellationError`.
  public mutating func read(into block: inout SampleBlock) async throws -> SourceStep {
    while true {
      if flow.next(into: &block) { return .samples }
      if !changes.isEmpty { return .changed(changes.removeFirst()) }
      if isOver { return .over("it came back with other channels") }
      try Task.checkCancellation()
      if session != nil {
        await converse()
      } else {
        await wait()
      }
    }
  }

  /// Sets the time by the sensor's own clock, as the arrivals have shown it, and the present time.
  public func settle(_ event: inout CrampEvent) {
    let now = SystemTime.now
    event.detected = now
    let rate = stream.channels.first?.rate.value ?? 1
    guard let taken = flow.clock.time(of: event.time.seconds(since: stream.start) * rate) else {
      return
    }
    event.time = now.advanced(bySeconds: min(0, (taken - place.now) / .seconds(1)))
  }

  /// Asks the sensor to stop and closes it.
  public mutating func close() async {
    await session?.close()
    session = nil
  }

  /// One turn of the conversation, or one attempt to mend it.
  private mutating func converse() async {
    // Taken out, so that its buffers have one owner while it works.
    guard var session = session.take() else { return }
    let tick = place.now + Self.tick
    let limit = min(flow.ladder.deadline ?? tick, tick)
    do {
      var turn = try await session.turn(until: limit, for: flow.restOfHop)
      // What waits to be read, however long by now, is not silence.
      var time = turn?.time ?? place.now
      if let suspension = clocks.advance(to: .now)?.suspension {
        flow.ladder.sleep(suspension, until: time)
      }
      absorb(session.step, turn, at: time)
      for _ in 0..<Self.mostPackets where turn != nil {
        turn = try await session.next()
        time = turn?.time ?? time
        absorb(session.step, turn, at: time)
      }
      self.session = session
      flow.declareSilence(upTo: time - Self.lag)
      if let rung = flow.ladder.climb(at: time) { try await climb(rung) }
    } catch {
      self.session = session
      await mend(error)
    }
  }

  private mutating func absorb(
    _ step: DialogueStep,
    _ turn: SensorSession.Turn? = nil,
    at time: Duration
  ) {
    if let turn {
      if turn.refused > 0 { tally.refuse(turn.refused) }
      flow.gauge(turn.bytes, for: step.frames)
    }
    for notice in step.notices {
      if case .marker(let text) = notice {
        changes.append(.marker(text))
      } else {
        tally.count(notice)
      }
    }
    guard flow.absorb(step.frames, at: time) else { return }
    arrived = time
    if isTroubled || isAway {
      isTroubled = false
      isAway = false
      changes.append(.attached)
    }
  }

  private mutating func climb(_ rung: RecoveryLadder.Rung) async throws {
    if rung == .restartDialogue { trouble("no data for 2 s; the conversation begins anew") }
    guard rung != .reopen else {
      await reopen(after: "no data for 8 s")
      return
    }
    if rung >= .restartDialogue { flow.interrupt() }
    try await session?.recover(rung)
  }

  private mutating func mend(_ error: any Error) async {
    guard let error = error as? USBError else {
      await reopen(after: "\(error)")
      return
    }
    if error.kind == .noDevice {
      await detach()
      return
    }
    let rung = flow.ladder.fail()
    guard rung != .reopen else {
      await reopen(after: "\(error)")
      return
    }
    do {
      if rung >= .restartDialogue { flow.interrupt() }
      try await session?.recover(rung)
    } catch {
      await reopen(after: "\(error)")
    }
  }

  private mutating func trouble(_ message: String) {
    guard !isTroubled else { return }
    isTroubled = true
    changes.append(.failed(message))
  }

  private mutating func reopen(after message: String) async {
    trouble(message)
    await close()
  }

  private mutating func detach() async {
    await close()
    vanished = attached.take()
    guard !isAway else { return }
    isTroubled = false
    isAway = true
    changes.append(.detached("unplugged"))
  }

  /// Tries to open a device that is there, or waits for one.
  private mutating func wait() async {
    flow.interrupt()
    if let attached {
      await attempt(attached)
    } else if let device = await place.slot.take(within: Self.tick) {
      attached = device
      vanished = nil
      backoff.reset()
    } else {
      attached = vanished.take().flatMap { place.kept($0) }
    }
    flow.declareSilence(upTo: place.now)
  }

  private mutating func attempt(_ device: AttachedDevice) async {
    do {
      let session = try await place.open(device)
      guard session.account.channels == plainStream.channels else {
        isOver = true
        self.session = session
        return
      }
      backoff.reset()
      flow.ladder = RecoveryLadder(at: place.now)
      self.session = session
      absorb(session.step, at: place.now)
    } catch let error as USBError where error.kind == .noDevice {
      await detach()
    } catch is CancellationError {
      return
    } catch {
      trouble("\(error)")
      if let newer = await place.slot.take(within: backoff.next()) { attached = newer }
    }
  }
}
