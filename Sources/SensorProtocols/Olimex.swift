import CrampModel

/// The conversation with an Arduino under an Olimex SHIELD-EKG-EMG: it streams and takes no word.
///
///     listening, 3 s ──two packets in a row──▶ streaming
///             └──▶ failed
///
/// Channels are codes around the converter's middle, or microvolts where the shield's gain, which
/// its trimmer sets, is told.
/// Source: the ShieldEkgEmgDemo sketch, 256 Hz at 57600 baud; other sketches need both settings.
public struct Olimex: SensorDialogue {
  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()
  /// When time is to be let pass at the latest.
  public private(set) var deadline: Duration?
  private let settings: DriverSettings
  private var scales: [ChannelScale] = []
  private var sync = PacketSync(longest: OlimexPacket.size + 2)
  private var counter = FrameCounter(modulus: 256, rate: Hertz(256))
  private var isOpen = false

  /// A conversation that has not begun.
  public init(settings: DriverSettings) {
    self.settings = settings
  }

  /// Begins, or begins anew where the stream has stalled.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    phase = .opening
    account = SensorAccount()
    sync.reset()
    do throws(DialogueError) {
      try describe(rate: settings.rate ?? Hertz(256))
    } catch {
      return fail(error)
    }
    isOpen = true
    deadline = time + .seconds(3)
    step.actions.append(.setBaud(settings.baud ?? 57_600))
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    guard let deadline, time >= deadline else { return }
    fail(.noAnswer(asked: "for packets"))
  }

  /// Takes any piece of the serial stream in.
  public mutating func receive(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    advance(to: time, into: &step)
    guard isOpen else { return }
    var index = 0
    repeat {
      sync.fill(from: bytes, at: &index, time: time)
      while let packet = sync.next(read: OlimexPacket.read) {
        take(packet, at: sync.time, into: &step)
      }
    } while index < bytes.count
  }

  /// Says goodbye.
  public mutating func end(into step: inout DialogueStep) {
    close()
  }
}

extension Olimex {
  private mutating func describe(rate: Hertz) throws(DialogueError) {
    guard rate.value.isFinite, rate.value > 0 else {
      throw .settings(cause: "the rate must be above 0")
    }
    counter = FrameCounter(modulus: 256, rate: rate)
    scales = []
    for channel in 1...6 {
      let numbers = try ChannelScale.Numbers(
        label: "A\(channel - 1)",
        bits: 10,
        reference: settings.referenceVolts ?? 5,
        gain: settings.channels[channel]?.gain ?? settings.gain,
        channel: channel
      )
      scales.append(
        try ChannelScale(numbers, channel: channel, settings: settings, rate: rate)
      )
    }
    account.channels = scales.map(\.description)
  }

  private mutating func take(
    _ packet: OlimexPacket,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    phase = .streaming
    deadline = nil
    step.noteSkipped(sync.takeSkipped())
    let lost = counter.lost(before: Int(packet.counter), at: time)
    step.frames.lose(lost, channelCount: scales.count)
    for (channel, scale) in scales.enumerated() {
      step.frames.values.append(scale.value(of: Double(packet.codes[channel])))
    }
  }

  private mutating func fail(_ error: DialogueError) {
    phase = .failed(error)
    close()
  }

  private mutating func close() {
    isOpen = false
    deadline = nil
  }
}

extension OlimexPacket {
  /// What stands at the front of bytes: a packet only if another begins behind it, for nothing
  /// else shows that a byte is missing inside.
  static func read(_ bytes: Span<UInt8>) -> PacketReading<Self> {
    for offset in 0..<min(bytes.count, 3) where bytes[offset] != start[offset] { return .nothing }
    guard bytes.count >= size + 2 else { return .incomplete }
    guard bytes[size] == start[0], bytes[size + 1] == start[1] else { return .nothing }
    do throws(PacketError) {
      return .packet(try Self(bytes.extracting(0..<size)), size: size)
    } catch {
      return .nothing
    }
  }
}
