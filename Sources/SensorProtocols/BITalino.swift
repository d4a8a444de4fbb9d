import CrampModel

/// The conversation with a BITalino (r)evolution on a serial adapter.
///
///     stop, 100 ms ──▶ version, 1 s ──▶ rate, 100 ms ──▶ start, streaming
///       ▲                 │
///       └── three times ──┴──▶ failed
///
/// It measures the first channels, A1 and on, as many as the settings say, by default all six: the
/// first four have 10 bits, A5 and A6 only 6. The rate is 1, 10, 100 or by default 1000 Hz.
/// Channels are microvolts, for PLUX's EMG sensor with its gain of 1009 if none is set.
/// Source: PLUX, revolution-python-api, firmware-bitalino-revolution; the EMG sensor's data sheet.
public struct BITalino: SensorDialogue {
  /// The gain of PLUX's EMG sensor.
  static let gain = 1_009.0
  private static let rates: [Double] = [1, 10, 100, 1_000]
  private static let tries = 3

  private enum State: Sendable {
    case closed
    case stopping(tries: Int, until: Duration)
    case asking(tries: Int, until: Duration)
    case setting(until: Duration)
    case streaming(BITalinoStream)
  }

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()
  private let settings: DriverSettings
  private var state = State.closed
  private var reply = ReplyText()

  private var channelCount: Int { settings.channelCount ?? BITalinoFrame.mostChannels }
  private var rate: Double { settings.rate?.value ?? 1_000 }

  /// A conversation that has not begun.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// When time is to be let pass at the latest.
  public var deadline: Duration? {
    switch state {
    case .stopping(_, let until), .asking(_, let until), .setting(let until): until
    case .closed, .streaming: nil
    }
  }

  /// Begins, or begins anew where the stream has stalled.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    phase = .opening
    account = SensorAccount()
    guard (1...BITalinoFrame.mostChannels).contains(channelCount) else {
      return fail(.settings(cause: "there are 1 to 6 channels"))
    }
    guard Self.rates.contains(rate) else {
      return fail(.settings(cause: "the rate must be 1, 10, 100 or 1000 Hz"))
    }
    step.actions.append(.setBaud(settings.baud ?? 115_200))
    stop(tries: 1, at: time, into: &step)
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    switch state {
    case .stopping(let tries, let until) where time >= until:
      reply.removeAll()
      step.actions.append(.send([0x07]))
      state = .asking(tries: tries, until: time + .seconds(1))
    case .asking(let tries, let until) where time >= until:
      guard tries < Self.tries else { return fail(.noAnswer(asked: "its version")) }
      stop(tries: tries + 1, at: time, into: &step)
    case .setting(let until) where time >= until:
      start(into: &step)
    case .closed, .stopping, .asking, .setting, .streaming:
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
    case .asking:
      for index in bytes.indices {
        reply.append(bytes[index])
        guard bytes[index] == UInt8(ascii: "\n"), let version = version() else { continue }
        return answered(version, at: time, into: &step)
      }
    case .streaming(var stream):
      state = .closed  // one owner, so that the stream's buffer is not copied
      stream.receive(bytes, at: time, into: &step)
      state = .streaming(stream)
    case .closed, .stopping, .setting:
      break
    }
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    step.actions.append(.send([0x00]))
    state = .closed
  }
}

extension BITalino {
  private mutating func stop(tries: Int, at time: Duration, into step: inout DialogueStep) {
    step.actions.append(.send([0x00]))
    state = .stopping(tries: tries, until: time + .milliseconds(100))
  }

  private func version() -> String? {
    guard let line = reply.lines.last, let name = line.firstRange(of: "BITalino") else {
      return nil
    }
    return String(line[name.upperBound...].drop { $0 == "_" || $0 == "v" })
  }

  private mutating func answered(
    _ version: String,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    account.model = "BITalino"
    account.firmware = version
    let code = Self.rates.firstIndex(of: rate) ?? Self.rates.count - 1
    step.actions.append(.send([UInt8(code) << 6 | 0x03]))
    state = .setting(until: time + .milliseconds(100))
  }

  private mutating func start(into step: inout DialogueStep) {
    do throws(DialogueError) {
      let stream = try BITalinoStream(
        channelCount: channelCount,
        rate: Hertz(rate),
        settings: settings
      )
      account.channels = stream.channels
      state = .streaming(stream)
    } catch {
      return fail(error)
    }
    let mask = UInt8(1 << channelCount - 1)
    step.actions.append(.send([mask << 2 | 0x01]))
    phase = .streaming
  }

  private mutating func fail(_ error: DialogueError) {
    phase = .failed(error)
    state = .closed
  }
}
