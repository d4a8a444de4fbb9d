public import SignalSimulation

/// A Vernier Go Direct device: questions and answers, then measurements, in HID reports.
///
/// Source: behaviour of Vernier's godirect-js (BSD-3) and godirect-rs (BSD-3).
public struct GoDirectFirmware: Firmware {
  /// A product.
  public enum Product: Hashable, Sendable {
    /// Go Direct EKG with its EMG channels.
    case ekg
    /// Go Direct Hand Dynamometer.
    case handDynamometer

    var orderCode: String { self == .ekg ? "GDX-EKG" : "GDX-HD" }
    var title: String { self == .ekg ? "Go Direct EKG" : "Go Direct Hand Dynamometer" }
    var sensors: [GoDirectSensor] { self == .ekg ? [.emg, .rectifiedEMG] : [.force] }
    var defaultMask: UInt32 { self == .ekg ? 1 << 3 : 1 << 1 }
  }

  /// What a grip gives for a microvolt RMS of EMG, in newtons: 45 uV, a strong cramp, are 90 N.
  public static let newtonsPerMicrovolt = 2.0
  /// Measurements wait up to this long for others to share a packet with.
  static let batchTime = Duration.milliseconds(50)

  /// The frames: sets of one value of each sensor that is on.
  public var source: FrameSource
  let product: Product
  let serial: String
  private var isGreeted = false
  private var period: UInt32 = 10_000
  private var mask: UInt32 = 0
  private var counter: UInt8 = 0x10
  private var packet: [UInt8] = []
  private var reply: [UInt8] = []
  private var sets: [UInt8] = []
  private var setCount = 0
  private var firstSetTime = Duration.zero

  /// A device.
  public init(_ product: Product, serial: String, scenario: Scenario, seed: UInt64?) {
    self.product = product
    self.serial = serial
    source = FrameSource(scenario: scenario, seed: seed, rate: 100, frontEnd: .sixteenBit)
  }

  /// Begins deaf for all but the greeting.
  public mutating func reset(at time: Duration) {
    source.stop()
    isGreeted = false
    packet.removeAll()
    reply.removeAll()
    sets.removeAll()
    setCount = 0
  }

  /// Takes one report: a length and up to 63 bytes of a packet.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {
    guard let length = bytes.first, length <= 63, bytes.count > length else { return }
    packet += bytes.dropFirst().prefix(Int(length))
    guard packet.count >= 5, packet[0] == 0x58, packet[1] >= 5 else {
      if packet.count >= 5 { packet.removeAll() }
      return
    }
    let size = Int(packet[1])
    guard packet.count >= size else { return }
    let command = Array(packet.prefix(size))
    packet.removeAll()
    guard command.reduce(0, &+) &- command[3] == command[3] else { return }
    obey(command, at: time)
  }

  /// Says replies and measurements.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    output.bytes += reply
    reply.removeAll()
    let sensors = product.sensors.filter { mask & 1 << UInt32($0.number) != 0 }
    while let frame = source.next(by: time) {
      guard frame == .present, !sensors.isEmpty else { continue }
      if setCount == 0 { firstSetTime = time }
      for sensor in sensors { sets += GoDirectBytes.word(value(of: sensor).bitPattern) }
      setCount += 1
      if sets.count + 4 * sensors.count > 63 - 9 { flush(into: &output) }
    }
    if setCount > 0, time >= firstSetTime + Self.batchTime { flush(into: &output) }
  }

  private func value(of sensor: GoDirectSensor) -> Float {
    switch sensor.quantity {
    case .emg: source.feed.values[0] / 1_000
    case .rectifiedEMG: source.feed.envelopes[0] / 1_000
    case .force: source.feed.envelopes[0] * Float(Self.newtonsPerMicrovolt)
    }
  }

  private mutating func flush(into output: inout FirmwareOutput) {
    let start = output.bytes.count
    let counter = nextCounter()
    output.bytes += GoDirectBytes.reports(
      GoDirectBytes.measurement(counter: counter, mask: mask, count: setCount, sets)
    )
    for _ in 0..<setCount { output.frames.append(start..<output.bytes.count) }
    sets.removeAll()
    setCount = 0
  }

  private mutating func nextCounter() -> UInt8 {
    counter &+= 1
    return counter
  }

  private mutating func obey(_ command: [UInt8], at time: Duration) {
    let arguments = Array(command.dropFirst(5))
    if command[4] == 0x1A { isGreeted = true }
    guard isGreeted, let answer = answer(command[4], arguments, at: time) else { return }
    let rest = [command[4], command[2]] + answer
    reply += GoDirectBytes.reports(GoDirectBytes.packet(0x98, counter: nextCounter(), rest))
  }

  /// Does a command; `nil` if it is not known.
  private mutating func answer(
    _ command: UInt8,
    _ arguments: [UInt8],
    at time: Duration
  ) -> [UInt8]? {
    switch command {
    case 0x1A, 0x54:
      source.stop()
      if command == 0x54 { isGreeted = false }
      return [0]
    case 0x10: return [0, 0, 1, 8, 0xD2, 4, 1, 4, 0x4D, 0, 93, 1]
    case 0x55: return deviceDescription
    case 0x51: return GoDirectBytes.word(product.sensors.reduce(UInt32(0)) { $0 | 1 << $1.number })
    case 0x56: return GoDirectBytes.word(product.defaultMask)
    case 0x50: return product.sensors.first { $0.number == arguments.first.map(Int.init) }?.bytes
    case 0x1B:
      period = max(1_000, Self.number(arguments, at: 2))
      return [0]
    case 0x18:
      mask = Self.number(arguments, at: 2)
      source.start(at: time, rate: 1_000_000 / Double(period))
      return [0]
    case 0x19:
      source.stop()
      return [0]
    default: return nil
    }
  }

  private static func number(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    guard bytes.count >= offset + 4 else { return 0 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
  }

  /// The 152 bytes of what the device is.
  var deviceDescription: [UInt8] {
    var bytes = GoDirectBytes.text(product.orderCode, 16) + GoDirectBytes.text(serial, 16)
    bytes += GoDirectBytes.text("\(product.orderCode) \(serial)", 32)
    bytes += [1, 0, 0xE3, 7, 5, 17, 1, 8, 0xD2, 4, 1, 4, 0x4D, 0, 6, 5, 4, 3, 2, 1]
    bytes += GoDirectBytes.word(UInt32(4_096)) + GoDirectBytes.text(product.title, 64)
    return bytes
  }
}
