import CrampModel

/// The conversation with a Go Direct sensor of Vernier over USB.
///
///     INIT ▶ status ▶ device ▶ default ▶ available ▶ each sensor ▶ period ▶ START ▶ streaming
///
/// One question at a time; without an answer it is asked once more.
/// Source: VernierST/godirect-py, device.py, and VernierST/godirect-js, Device.js.
public struct GoDirect: SensorDialogue {
  private enum Stage: Hashable, Sendable {
    case initialize
    case status
    case device
    case defaults
    case available
    case sensor(UInt8)
    case period
    case start
  }

  /// The time that the vendor's own programs wait.
  private static let patience = Duration.seconds(5)

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()

  private let settings: DriverSettings
  private var gathering = GoDirectGathering()
  private var stage = Stage.initialize
  private var isRetry = false
  private var askedAt = Duration.zero
  private var counter: UInt8 = 0xFF
  private var remaining: UInt32 = 0
  private var sensors: [GoDirectSensor] = []
  private var choice: GoDirectChoice?
  private var scales: [ChannelScale] = []
  private var losses: GoDirectLoss?
  private var lost = 0

  /// A conversation that has not begun.
  ///
  /// Channels that the settings name are the numbers of sensors. Unless they do, the device's EMG
  /// is used, else its force, else its pressure. The rate is 100 Hz at most, unless the settings
  /// say another one.
  ///
  /// - Parameter settings: What a person says of the sensor.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// When an answer counts as missing.
  public var deadline: Duration? { phase == .opening ? askedAt + Self.patience : nil }

  /// Begins.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    self = GoDirect(settings: settings)
    ask(.initialize, at: time, into: &step)
  }

  /// Takes one HID report in.
  public mutating func receive(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    let isWhole = gathering.take(bytes)
    if gathering.skipped > 0 { step.notices.append(.skipped(bytes: gathering.skipped)) }
    if isWhole {
      let packet = gathering.packet
      if GoDirectPacket.checksum(of: packet.span) != packet[3] { step.notices.append(.checksum) }
      if packet[0] == GoDirectPacket.measurementKind {
        measure(packet.span, at: time, into: &step)
      } else if phase == .opening {
        hear(packet.span, at: time, into: &step)
      }
    }
    advance(to: time, into: &step)
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    guard phase == .opening, time >= askedAt + Self.patience else { return }
    if isRetry {
      phase = .failed(.noAnswer(asked: question))
    } else {
      ask(stage, at: time, into: &step)
      isRetry = true
    }
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    guard counter != 0xFF else { return }
    send(.stop, GoDirectPacket.allSensors, into: &step)
    send(.disconnect, [], into: &step)
  }

  private mutating func ask(_ next: Stage, at time: Duration, into step: inout DialogueStep) {
    stage = next
    isRetry = false
    askedAt = time
    if next == .initialize { counter = 0xFF }
    send(command, arguments, into: &step)
  }

  private mutating func send(
    _ command: GoDirectPacket.Command,
    _ arguments: [UInt8],
    into step: inout DialogueStep
  ) {
    counter &-= 1
    let packet = GoDirectPacket.command(command, arguments, counter: counter)
    for report in GoDirectReport.reports(of: packet.bytes) { step.actions.append(.send(report)) }
  }

  private mutating func hear(
    _ packet: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    guard packet.count >= 6, packet[4] == command.rawValue else { return }
    let payload = packet.extracting(6..<packet.count)
    switch stage {
    case .initialize:
      ask(.status, at: time, into: &step)
    case .status:
      hear(GoDirectStatus(payload: payload), into: &step)
      ask(.device, at: time, into: &step)
    case .device:
      let device = GoDirectDevice(payload: payload)
      account.model = device.orderCode.isEmpty ? device.description : device.orderCode
      account.serial = device.serial.isEmpty ? nil : device.serial
      ask(.defaults, at: time, into: &step)
    case .defaults:
      ask(.available, at: time, into: &step)
    case .available:
      remaining = payload.littleUInt32(at: 0)
      askNextSensor(at: time, into: &step)
    case .sensor(let number):
      let sensor = GoDirectSensor(payload: payload)
      guard sensor.number == number else { return }
      sensors.append(sensor)
      askNextSensor(at: time, into: &step)
    case .period:
      ask(.start, at: time, into: &step)
    case .start:
      phase = .streaming
    }
  }

  private mutating func hear(_ status: GoDirectStatus, into step: inout DialogueStep) {
    let version = status.firmware
    account.firmware = "\(version.major).\(version.minor).\(version.build)"
    if status.battery <= 100 { step.notices.append(.battery(percent: Int(status.battery))) }
  }

  private mutating func askNextSensor(at time: Duration, into step: inout DialogueStep) {
    guard remaining == 0 else {
      let number = UInt8(remaining.trailingZeroBitCount)
      remaining &= remaining - 1
      ask(.sensor(number), at: time, into: &step)
      return
    }
    do {
      let choice = try GoDirectChoice(sensors, settings: settings)
      scales = try choice.scales(settings: settings)
      account.channels = scales.map(\.description)
      losses = GoDirectLoss(rate: choice.rate)
      self.choice = choice
      ask(.period, at: time, into: &step)
    } catch {
      phase = .failed(error)
    }
  }

  private mutating func measure(
    _ packet: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    if phase == .opening, stage == .start { phase = .streaming }
    guard phase == .streaming, let choice, let first = choice.sensors.first else { return }
    let found = GoDirectMeasurement(packet: packet)
    let wasDropped = packet[4] == GoDirectMeasurement.droppedType
    let isOurs = (found?.mask ?? 0) & 1 << UInt32(first.number) != 0
    let count = isOurs ? found?.count ?? 0 : 0
    lost += losses?.lost(before: packet[2], carrying: wasDropped ? nil : count, at: time) ?? 0
    guard let found, isOurs else { return }
    if lost > 0 {
      let frame = step.frames.values.count / scales.count
      step.frames.losses.append(SampleFrames.Loss(frame: frame, count: lost))
      lost = 0
    }
    for set in 0..<found.count {
      for (sensor, scale) in zip(choice.sensors, scales) {
        let value = found.value(of: Int(sensor.number), set: set, in: packet)
        step.frames.values.append(scale.value(of: Double(value)))
      }
    }
  }

  private var command: GoDirectPacket.Command {
    switch stage {
    case .initialize: .initialize
    case .status: .status
    case .device: .deviceDescription
    case .defaults: .defaultSensors
    case .available: .availableSensors
    case .sensor: .sensorDescription
    case .period: .setPeriod
    case .start: .start
    }
  }

  private var arguments: [UInt8] {
    switch stage {
    case .initialize: GoDirectPacket.greeting
    case .status, .device, .defaults, .available: []
    case .sensor(let number): [number]
    case .period: GoDirectPacket.period(choice?.period ?? 0)
    case .start: GoDirectPacket.sensors(choice?.mask ?? 0)
    }
  }

  private var question: String {
    switch stage {
    case .initialize: "to begin a session"
    case .status: "for its status"
    case .device: "what device it is"
    case .defaults: "for its default sensors"
    case .available: "for its sensors"
    case .sensor(let number): "for sensor \(number)"
    case .period: "to set the period"
    case .start: "to start"
    }
  }
}
