/// The conversation with an OpenBCI Cyton, alone or with a Daisy, through its USB dongle.
///
///     s, 100 ms ──▶ v ──▶ [c] ──▶ d ──▶ x…X for each gain that is set ──▶ b, streaming
///                   └──────┴──────┴───────┴──▶ failed: silence, or an answer with "Failure"
///
/// A board keeps streaming when its host goes away, so it is stopped before it is asked. The reset
/// tells whether there is a Daisy. A channel whose gain is set is set up for a bipolar pair of
/// electrodes; the others keep the board's defaults: gain 24 against SRB2.
/// Source: OpenBCI_Cyton_Library (firmware 3), OpenBCI's "Cyton Board SDK".
public struct OpenBCICyton: SensorDialogue {
  private enum State: Sendable {
    case closed
    case draining(until: Duration)
    case asking(CytonCommand, until: Duration)
    case streaming(CytonStream)
  }

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()
  private let settings: DriverSettings
  private var state = State.closed
  private var pending: [CytonCommand] = []
  private var reply = ReplyText()
  private var hasDaisy = false

  /// A conversation that has not begun.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// When time is to be let pass at the latest.
  public var deadline: Duration? {
    switch state {
    case .draining(let until), .asking(_, let until): until
    case .closed, .streaming: nil
    }
  }

  /// Begins, or begins anew where the stream has stalled.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    phase = .opening
    account = SensorAccount()
    pending = []
    do throws(DialogueError) {
      try CytonCommand.check(settings)
    } catch {
      return fail(error)
    }
    step.actions.append(.setBaud(settings.baud ?? 115_200))
    step.actions.append(.send(Array("s".utf8)))
    state = .draining(until: time + .milliseconds(100))
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    switch state {
    case .draining(let until) where time >= until:
      ask(.reset, at: time, into: &step)
    case .asking(let command, let until) where time >= until:
      guard command.maySayNothing else {
        return fail(.noAnswer(asked: String(decoding: command.bytes, as: UTF8.self)))
      }
      proceed(at: time, into: &step)
    case .closed, .draining, .asking, .streaming:
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
    switch state {
    case .asking(let command, _):
      for index in bytes.indices {
        reply.append(bytes[index])
        guard !reply.ends(with: CytonCommand.answerEnd) else {
          return answered(command, at: time, into: &step)
        }
      }
    case .streaming(var stream):
      state = .closed  // one owner, so that the stream's buffer is not copied
      stream.receive(bytes, at: time, into: &step)
      state = .streaming(stream)
    case .closed, .draining:
      break
    }
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    step.actions.append(.send(Array("s".utf8)))
    state = .closed
  }
}

extension OpenBCICyton {
  private mutating func ask(
    _ command: CytonCommand,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    reply.removeAll()
    step.actions.append(.send(command.bytes))
    state = .asking(command, until: time + command.patience)
  }

  private mutating func answered(
    _ command: CytonCommand,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    let text = reply.printable
    if let failure = text.firstRange(of: CytonCommand.failure) {
      return fail(.refused(answer: String(text[failure.lowerBound...].dropLast(3))))
    }
    guard command == .reset else { return proceed(at: time, into: &step) }
    hasDaisy = text.contains("On Daisy")
    do throws(DialogueError) {
      pending = try CytonCommand.configuration(hasDaisy: hasDaisy, settings: settings)
    } catch {
      return fail(error)
    }
    let firmware = reply.lines.last { $0.hasPrefix("Firmware:") }
    account.firmware = firmware.map { String($0.dropFirst(9).drop { $0 == " " }) }
    account.model = hasDaisy ? "Cyton+Daisy" : "Cyton"
    proceed(at: time, into: &step)
  }

  /// Says what is to be said next, and starts after the last.
  private mutating func proceed(at time: Duration, into step: inout DialogueStep) {
    guard pending.isEmpty else { return ask(pending.removeFirst(), at: time, into: &step) }
    do throws(DialogueError) {
      let isWide = hasDaisy && settings.channelCount != 8
      let stream = try CytonStream(hasDaisy: isWide, settings: settings)
      account.channels = stream.channels
      state = .streaming(stream)
    } catch {
      return fail(error)
    }
    step.actions.append(.send(Array("b".utf8)))
    phase = .streaming
  }

  private mutating func fail(_ error: DialogueError) {
    phase = .failed(error)
    state = .closed
  }
}
