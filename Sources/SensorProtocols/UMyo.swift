import CrampModel

/// The conversation with the USB base station of uMyo sensors: it streams and takes no word.
///
///     listening, 3 s ──two packets in a row──▶ gathering, 2 s ──▶ streaming
///             └──▶ failed
///
/// The channels are the units that sent at least two packets while it gathered, in the order of
/// their numbers, so that a channel is the same unit after every start. Gathering ends early when
/// as many units as the settings say are there. A unit that comes later is a notice.
/// Source: Ultimate Robotics, uMyo and uMyo_python_tools.
public struct UMyo: SensorDialogue {
  /// Samples per second and unit, measured by users at 1116 to 1150.
  static let rate = Hertz(1_133)
  /// The code at rest.
  static let rest = 16_000.0
  private static let mostUnits = 16

  private enum State: Sendable {
    case closed
    case listening(until: Duration)
    case gathering(until: Duration)
    case streaming(UMyoStream)
  }

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()
  private let settings: DriverSettings
  private var state = State.closed
  private var sync = PacketSync(longest: UMyoPacket.mostBytes + 2)
  private var packets: [UInt32: Int] = [:]

  /// A conversation that has not begun.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// When time is to be let pass at the latest.
  public var deadline: Duration? {
    switch state {
    case .listening(let until), .gathering(let until): until
    case .closed, .streaming: nil
    }
  }

  /// Begins, or begins anew where the stream has stalled.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    phase = .opening
    account = SensorAccount()
    sync.reset()
    packets = [:]
    guard (1...Self.mostUnits).contains(settings.channelCount ?? 1) else {
      return fail(.settings(cause: "there are 1 to \(Self.mostUnits) channels"))
    }
    state = .listening(until: time + .seconds(3))
    step.actions.append(.setBaud(settings.baud ?? 921_600))
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    switch state {
    case .listening(let until) where time >= until:
      fail(.noAnswer(asked: "for packets"))
    case .gathering(let until) where time >= until:
      start(at: time)
    case .closed, .listening, .gathering, .streaming:
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
    var index = 0
    repeat {
      sync.fill(from: bytes, at: &index, time: time)
      while let packet = sync.next(read: UMyoPacket.read) {
        take(packet, at: sync.time, into: &step)
      }
    } while index < bytes.count
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    state = .closed
  }
}

extension UMyo {
  private mutating func take(
    _ packet: UMyoPacket,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    let skipped = sync.takeSkipped()
    switch state {
    case .listening:
      state = .gathering(until: time + .seconds(2))
      count(packet, at: time)
    case .gathering:
      count(packet, at: time)
    case .streaming(var stream):
      state = .closed  // one owner, so that the stream's buffer is not copied
      step.noteSkipped(skipped)
      stream.take(packet, at: time, into: &step)
      state = .streaming(stream)
    case .closed:
      break
    }
  }

  private mutating func count(_ packet: UMyoPacket, at time: Duration) {
    guard packets.count < Self.mostUnits || packets[packet.unit] != nil else { return }
    packets[packet.unit, default: 0] += 1
    if let wanted = settings.channelCount, heard.count >= wanted { start(at: time) }
  }

  /// The units that are there, in the order of their numbers.
  private var heard: [UInt32] {
    packets.filter { $0.value > 1 }.keys.sorted()
  }

  private mutating func start(at time: Duration) {
    guard !heard.isEmpty else { return fail(.noAnswer(asked: "for packets")) }
    do throws(DialogueError) {
      let stream = try UMyoStream(units: heard, settings: settings)
      account.model = "uMyo"
      account.channels = stream.channels
      state = .streaming(stream)
    } catch {
      return fail(error)
    }
    phase = .streaming
  }

  private mutating func fail(_ error: DialogueError) {
    phase = .failed(error)
    state = .closed
  }
}
