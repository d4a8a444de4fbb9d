internal import CrampModel
internal import SensorProtocols
internal import USBTransport

/// One open device and the conversation with it.
struct SensorSession {
  /// What a turn of the conversation brought, beside what is in ``step``.
  struct Turn {
    /// When the bytes came, since the origin of time.
    let time: Duration
    /// How many they were.
    let bytes: Int
    /// Bytes that the queue had to refuse before them.
    let refused: Int
  }

  /// The device's account of itself.
  var account: SensorAccount { dialogue.account }
  /// What the last turn brought: frames and notices.
  private(set) var step = DialogueStep()
  /// The family that answered.
  let family: SensorFamily

  private let link: USBLink
  private var dialogue: any SensorDialogue
  private let origin: ContinuousClock.Instant
  private var chunk = ByteChunk()

  /// Opens a device and talks to it until it streams.
  ///
  /// - Parameters:
  ///   - device: The device.
  ///   - plan: What it may be.
  ///   - host: Where it is attached.
  ///   - origin: The origin of time.
  ///   - tap: Is told of every transfer.
  /// - Returns: The session; the frames that it began with are in its ``step``.
  /// - Throws: ``USBError``, `DialogueError` of the last family that was tried, `CancellationError`.
  static func open(
    _ device: AttachedDevice,
    plan: SensorPlan,
    host: USBHost,
    origin: ContinuousClock.Instant,
    tap: (@Sendable (TransferRecord) -> Void)?
  ) async throws -> Self {
    var failure: any Error = DialogueError.unsupported(what: "the device")
    for family in plan.families {
      let link = try await host.open(
        device.address,
        link: plan.link,
        line: plan.line(for: family),
        tap: tap
      )
      var session = Self(
        family: family,
        link: link,
        dialogue: family.dialogue(settings: plan.settings.wire, isHID: plan.link == .hid),
        origin: origin
      )
      do {
        try await session.begin()
        return session
      } catch {
        await link.close()
        guard error is DialogueError else { throw error }
        failure = error
      }
    }
    throw failure
  }

  private init(
    family: SensorFamily,
    link: USBLink,
    dialogue: any SensorDialogue,
    origin: ContinuousClock.Instant
  ) {
    self.family = family
    self.link = link
    self.dialogue = dialogue
    self.origin = origin
  }

  /// Whether the sensor streams.
  var isStreaming: Bool { dialogue.phase == .streaming }

  /// The present time, since the origin.
  var now: Duration { origin.duration(to: .now) }

  /// Talks until the sensor streams; the frames that it begins with stay in ``step``.
  private mutating func begin() async throws {
    do {
      try await talk()
    } catch let error as USBError where error.kind == .stall {
      // Nothing but a clearing ends a halt, so it may be there from before.
      try await link.clearHalt()
      try await talk()
    }
  }

  private mutating func talk() async throws {
    try await restart()
    while !isStreaming {
      if case .failed(let error) = dialogue.phase { throw error }
      _ = try await turn(until: now + .seconds(1))
      try Task.checkCancellation()
    }
  }

  /// Begins the conversation anew.
  mutating func restart() async throws {
    step.removeAll()
    dialogue.begin(at: now, into: &step)
    try await act()
  }

  /// Waits for bytes until a time, at most until the conversation wants to go on by itself.
  ///
  /// - Parameters:
  ///   - time: Since the origin.
  ///   - batch: How many bytes are waited for while the sensor streams.
  /// - Returns: `nil` if none came; ``step`` has what came of it in both cases.
  /// - Throws: ``USBError``, `DialogueError`.
  mutating func turn(until time: Duration, for batch: ByteBatch = .packet) async throws -> Turn? {
    step.removeAll()
    let limit = min(time, dialogue.deadline ?? time)
    let wanted = isStreaming ? batch : .packet
    return try await take(link.read(into: &chunk, in: wanted, until: origin + limit))
  }

  /// Takes bytes that are there already, as ``turn(until:for:)`` does.
  mutating func next() async throws -> Turn? {
    step.removeAll()
    guard try link.take(into: &chunk) else { return nil }
    return try await take(true)
  }

  private mutating func take(_ isIn: Bool) async throws -> Turn? {
    let turn: Turn?
    if isIn {
      let time = origin.duration(to: chunk.time)
      // A second owner for the length of the call; nothing is copied.
      let bytes = chunk.bytes
      dialogue.receive(bytes.span, at: time, into: &step)
      turn = Turn(time: time, bytes: bytes.count, refused: chunk.refused)
    } else {
      turn = nil
    }
    if let deadline = dialogue.deadline, now >= deadline {
      dialogue.advance(to: now, into: &step)
    }
    try await act()
    if case .failed(let error) = dialogue.phase { throw error }
    return turn
  }

  private mutating func act() async throws {
    for action in step.actions {
      switch action {
      case .send(let bytes): try await link.write(bytes)
      case .setBaud(let baud): try await link.setBaud(baud)
      }
    }
    step.actions.removeAll(keepingCapacity: true)
  }

  /// Tries to bring a silent sensor back.
  ///
  /// - Throws: ``USBError`` if that cannot be done.
  mutating func recover(_ rung: RecoveryLadder.Rung) async throws {
    switch rung {
    case .resubmit: try await link.restartTransfers()
    case .clearHalt: try await link.clearHalt()
    case .restartDialogue: try await restart()
    case .reset:
      try await link.reset()
      try await restart()
    case .reopen: break
    }
  }

  /// Asks the sensor to stop and closes the device.
  mutating func close() async {
    step.removeAll()
    dialogue.end(into: &step)
    // The device may be gone; it is closed in any case.
    try? await act()
    await link.close()
  }
}
