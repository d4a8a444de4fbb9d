import CrampModel

/// The conversation with an Arduino or a similar board that runs the Chords firmware.
///
///     STOP, 1.2 s ──▶ WHORU, twice 2.5 s ──▶ START, two packets ──▶ streaming
///       ▲                  │          └── packets instead of a name ──▲
///       └── next baud ─────┴──▶ failed
///
/// The pause after STOP is for older firmware, which takes what comes within a second for one
/// command. Nothing is sent while it streams: any byte would stop it. Channels are codes around
/// the converter's middle, or microvolts where the amplifier's gain is set.
/// Source: Upside Down Labs, Chords-Arduino-Firmware, npg-lite-firmware, Chords-Python.
public struct Chords: SensorDialogue {
  private static let bauds = [230_400, 115_200]
  private static let tries = 2

  private enum State: Sendable {
    case closed
    case draining(until: Duration)
    case asking(ChordsSighting, tries: Int, until: Duration)
    case starting(ChordsStream, ChordsBoard, until: Duration)
    case streaming(ChordsStream)
  }

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()
  private let settings: DriverSettings
  private var state = State.closed
  private var bauds: [Int] = []
  private var reply = ReplyText()
  private var unknown: String?

  /// A conversation that has not begun.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// When time is to be let pass at the latest.
  public var deadline: Duration? {
    switch state {
    case .draining(let until), .asking(_, _, let until), .starting(_, _, let until): until
    case .closed, .streaming: nil
    }
  }

  /// Begins, or begins anew where the stream has stalled.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    phase = .opening
    account = SensorAccount()
    bauds = settings.baud.map { [$0] } ?? Self.bauds
    unknown = nil
    tryNextBaud(at: time, into: &step)
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    switch state {
    case .draining(let until) where time >= until:
      ask(tries: 1, at: time, into: &step)
    case .asking(let sighting, let tries, let until) where time >= until:
      unanswered(sighting, tries: tries, at: time, into: &step)
    case .starting(_, _, let until) where time >= until:
      fail(.noAnswer(asked: "START"))
    case .closed, .draining, .asking, .starting, .streaming:
      break
    }
  }

  /// Takes any piece of the serial stream in.
  public mutating func receive(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    advance(to: time, into: &step)
    let current = state
    state = .closed  // one owner, so that the stream's buffer is not copied
    switch consume current {
    case .asking(var sighting, let tries, let until):
      sighting.receive(bytes, at: time)
      state = .asking(sighting, tries: tries, until: until)
      listen(bytes, at: time, into: &step)
    case .starting(let stream, let board, let until):
      confirm(stream, board, until: until, with: bytes, at: time, into: &step)
    case .streaming(var stream):
      stream.receive(bytes, at: time, into: &step)
      state = .streaming(stream)
    case .draining(let until):
      state = .draining(until: until)
    case .closed:
      break
    }
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    step.actions.append(.send(Array("STOP\n".utf8)))
    state = .closed
  }
}

extension Chords {
  private mutating func tryNextBaud(at time: Duration, into step: inout DialogueStep) {
    guard !bauds.isEmpty else {
      guard let unknown else { return fail(.noAnswer(asked: "WHORU")) }
      return fail(.unsupported(what: "a board \(unknown)"))
    }
    step.actions.append(.setBaud(bauds.removeFirst()))
    step.actions.append(.send(Array("STOP\n".utf8)))
    state = .draining(until: time + .milliseconds(1_200))
  }

  private mutating func ask(tries: Int, at time: Duration, into step: inout DialogueStep) {
    reply.removeAll()
    step.actions.append(.send(Array("WHORU\n".utf8)))
    state = .asking(ChordsSighting(), tries: tries, until: time + .milliseconds(2_500))
  }

  private mutating func unanswered(
    _ sighting: ChordsSighting,
    tries: Int,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    do throws(DialogueError) {
      if let seen = try sighting.board() {
        return settle(seen.stream, on: seen.board)
      }
    } catch {
      return fail(error)
    }
    guard tries < Self.tries else { return tryNextBaud(at: time, into: &step) }
    ask(tries: tries + 1, at: time, into: &step)
  }

  /// Looks for a board's name in what comes as an answer.
  private mutating func listen(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    for index in bytes.indices {
      reply.append(bytes[index])
      guard bytes[index] == UInt8(ascii: "\n"), let line = reply.lines.last else { continue }
      if let board = ChordsBoard.named(at: line) {
        return start(board, at: time, into: &step)
      }
      let isName = line.count > 2 && line.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "-" }
      if isName, !["STOP", "START", "STOPPED", "RUNNING"].contains(line) { unknown = line }
    }
  }

  private mutating func start(
    _ board: ChordsBoard,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    account.model = board.name
    step.actions.append(.send(Array("START\n".utf8)))
    state = .starting(ChordsStream(), board, until: time + .seconds(3))
  }

  /// Waits for packets that agree on the channel count, then streams.
  private mutating func confirm(
    _ stream: ChordsStream,
    _ board: ChordsBoard,
    until: Duration,
    with bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    var stream = stream
    var index = 0
    while index < bytes.count, stream.channelCount == nil {
      stream.fill(from: bytes, at: &index, time: time)
    }
    guard stream.channelCount != nil else {
      state = .starting(stream, board, until: until)
      return
    }
    settle(stream, on: board)
    receive(bytes.extracting(droppingFirst: index), at: time, into: &step)
  }

  private mutating func settle(_ stream: ChordsStream, on board: ChordsBoard) {
    var stream = stream
    do throws(DialogueError) {
      try stream.settle(on: board, settings: settings)
    } catch {
      return fail(error)
    }
    account.channels = stream.channels
    state = .streaming(stream)
    phase = .streaming
  }

  private mutating func fail(_ error: DialogueError) {
    phase = .failed(error)
    state = .closed
  }
}
