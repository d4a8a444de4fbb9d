import CrampModel

/// The conversation with a SpikerBox or SpikerShield of Backyard Brains.
///
/// The boxes send frames without counter, time or checksum, and messages among them. What is lost
/// shows as broken frames and, where whole frames are missing, by the clock.
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox", R7.
public struct SpikerBox: SensorDialogue {
  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the box gives.
  public private(set) var account = SensorAccount()

  private let settings: DriverSettings
  private let isHID: Bool
  private var opening: SpikerBoxOpening
  private var escape = SpikerBoxEscape()
  private var framing = SpikerBoxFraming()
  private var scales: [ChannelScale] = []
  private var arrivals: ArrivalLoss?
  private var arrived = 0
  private var lost = 0

  /// A conversation that has not begun.
  ///
  /// Values are the converter's codes less its middle; with a gain in the settings, microvolts.
  ///
  /// - Parameters:
  ///   - settings: What a person says of the box. Its channel count is asked of boxes that leave
  ///     the choice, and demanded of all. Its reference is 5 V unless said.
  ///   - isHID: Whether bytes come and go as HID reports.
  public init(settings: DriverSettings, isHID: Bool) {
    self.settings = settings
    self.isHID = isHID
    opening = SpikerBoxOpening(settings: settings, isHID: isHID)
  }

  /// When the box is asked again or given up.
  public var deadline: Duration? { phase == .opening ? opening.deadline : nil }

  /// Begins.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    self = SpikerBox(settings: settings, isHID: isHID)
    if let count = settings.channelCount, !(1...SpikerBoxFrame.mostChannels ~= count) {
      phase = .failed(.settings(cause: "a SpikerBox has no \(count) channels"))
      return
    }
    opening.begin(at: time, into: &step)
  }

  /// Takes bytes in.
  public mutating func receive(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    lost += arrivals?.lost(at: time) ?? 0
    arrived = 0
    for index in isHID ? SpikerBoxReport.payload(of: bytes) ?? 0..<0 : 0..<bytes.count {
      take(bytes[index], at: time, into: &step)
    }
    arrivals?.note(frames: arrived, at: time)
    advance(to: time, into: &step)
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    guard phase == .opening else { return }
    let wasListening = opening.isListening
    opening.advance(to: time, into: &step)
    if !wasListening, opening.isListening { framing = SpikerBoxFraming() }
    if let failure = opening.failure { phase = .failed(failure) }
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    guard opening.hasStarted else { return }
    let halt = "h:;\n"
    step.actions.append(.send(isHID ? SpikerBoxReport.command(halt) : Array(halt.utf8)))
  }

  private mutating func take(_ byte: UInt8, at time: Duration, into step: inout DialogueStep) {
    if escape.take(byte) {
      hear(SpikerBoxMessage(text: escape.message.span), at: time, into: &step)
    }
    if escape.abandoned > 0 { step.notices.append(.skipped(bytes: escape.abandoned)) }
    guard phase == .streaming || phase == .opening && opening.isListening else { return }
    for index in escape.released.indices where framing.take(escape.released[index]) {
      if phase == .opening { settle() }
      if phase == .streaming { emit(into: &step) }
    }
    if phase == .streaming, let other = framing.otherChannels {
      phase = .failed(.unsupported(what: "a change to \(other) channels while samples come"))
    }
  }

  private mutating func hear(
    _ message: SpikerBoxMessage,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    for field in message.fields where field.name == "EVNT" && field.value.count == 1 {
      step.notices.append(.marker(field.value))
    }
    guard phase == .opening else { return }
    let wasListening = opening.isListening
    opening.hear(message, at: time, into: &step)
    if !wasListening, opening.isListening { framing = SpikerBoxFraming() }
  }

  private mutating func emit(into step: inout DialogueStep) {
    if framing.strayBytes > 0 { step.notices.append(.skipped(bytes: framing.strayBytes)) }
    lost += framing.brokenFrames
    arrived += 1 + framing.brokenFrames
    if lost > 0 {
      let frame = step.frames.values.count / scales.count
      step.frames.losses.append(SampleFrames.Loss(frame: frame, count: lost))
      lost = 0
    }
    for (scale, value) in zip(scales, framing.values) {
      step.frames.values.append(scale.value(of: Double(value)))
    }
  }

  /// Makes the account from the first whole frame.
  private mutating func settle() {
    do {
      try describe()
      phase = .streaming
    } catch {
      phase = .failed(error)
    }
  }

  private mutating func describe() throws(DialogueError) {
    let count = framing.values.count
    let model = SpikerBoxModel(hardware: opening.hardware)
    if let asked = settings.channelCount, asked != count {
      throw .settings(cause: "\(asked) channels are asked for, the box sends \(count)")
    }
    let rate = settings.rate ?? model.rate(channels: count, limits: opening.limits)
    guard rate.value > 0, rate.value < 1e6 else {
      throw .settings(cause: "the rate must be above 0 and below 1 MHz")
    }
    let bits = framing.values.allSatisfy { $0 < 1 << 10 } ? model.bits : 14
    framing.highest = UInt16(1 << bits - 1)
    scales = []
    for number in 1...count {
      let numbers = try ChannelScale.Numbers(
        label: "ch\(number)",
        bits: bits,
        reference: settings.referenceVolts ?? 5,
        gain: settings.channels[number]?.gain ?? settings.gain,
        channel: number
      )
      let scale = try ChannelScale(numbers, channel: number, settings: settings, rate: rate)
      scales.append(scale)
    }
    arrivals = ArrivalLoss(rate: rate)
    account = SensorAccount(
      model: opening.hardware ?? "SpikerBox",
      firmware: opening.firmware,
      channels: scales.map(\.description)
    )
  }
}
