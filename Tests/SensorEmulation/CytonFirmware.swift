public import SignalSimulation

/// An OpenBCI Cyton board with its radio dongle, with or without a Daisy board.
///
/// Source: OpenBCI_Cyton_Library and OpenBCI_Radios (MIT), Cyton SDK and data format documents.
/// Frames are packets; with a Daisy board the two boards take turns.
public struct CytonFirmware: Firmware {
  /// The length of a packet.
  public static let packetSize = 33
  /// One count at gain 1, in microvolts: 4.5 V in 2^23 - 1 steps.
  static let microvoltsAtGain1 = 4.5e6 / 8_388_607

  /// The frames: packets.
  public var source: FrameSource
  var channels: [CytonChannel]
  var reply: [UInt8] = []
  var commands = CytonCommands()
  var stamps = Stamps.off
  var bootTime = Duration.zero
  let hasDaisy: Bool
  let isBoardOn: Bool
  var counter: UInt8 = 0
  var previous: [Float]

  enum Stamps: Hashable, Sendable {
    case off
    case set
    case on
  }

  /// A board as it comes.
  ///
  /// - Parameters:
  ///   - scenario: What its electrodes see.
  ///   - seed: The random numbers.
  ///   - hasDaisy: Whether there are 16 channels.
  ///   - isBoardOn: Whether the dongle reaches the board.
  public init(scenario: Scenario, seed: UInt64?, hasDaisy: Bool = false, isBoardOn: Bool = true) {
    source = FrameSource(scenario: scenario, seed: seed, rate: 250, frontEnd: .cyton)
    self.hasDaisy = hasDaisy
    self.isBoardOn = isBoardOn
    channels = Array(repeating: CytonChannel(), count: hasDaisy ? 16 : 8)
    previous = Array(repeating: 0, count: channels.count)
  }

  /// Begins anew: the dongle has power; the board has its own and streams on.
  public mutating func reset(at time: Duration) {
    bootTime = time
  }

  /// Takes commands.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {
    for byte in bytes { obey(byte, at: time) }
  }

  /// Says replies and packets.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    expireCommand(at: time)
    output.bytes += reply
    reply.removeAll()
    while let frame = source.next(by: time) {
      let values = (0..<channels.count).map { channel in
        channel < source.feed.values.count ? source.feed.values[channel] : 0
      }
      if frame == .present { output.append(frame: packet(values, at: time)) }
      if stamps == .set { stamps = .on }
      previous = values
      counter &+= 1
    }
  }

  mutating func startStreaming(at time: Duration) {
    counter = 0
    source.start(at: time)
  }

  /// A packet: A0, counter, 8 big-endian values of 24 bits, 6 bytes more, C0 and the kind.
  func packet(_ values: [Float], at time: Duration) -> [UInt8] {
    var bytes: [UInt8] = [0xA0, counter]
    let first = hasDaisy && counter.isMultiple(of: 2) ? 8 : 0
    for channel in first..<first + 8 {
      let value = hasDaisy ? (values[channel] + previous[channel]) / 2 : values[channel]
      let count = channels[channel].count(microvolts: Double(value))
      let word = UInt32(bitPattern: Int32(count))
      bytes += [
        UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8),
        UInt8(truncatingIfNeeded: word),
      ]
    }
    return bytes + trailer(at: time)
  }

  private func trailer(at time: Duration) -> [UInt8] {
    let gravity: [UInt8] = [0, 0, 0, 0, 0x1F, 0x40]  // 8000 counts are 1 g.
    switch stamps {
    case .off:
      return (counter % 10 == 0 ? gravity : [0, 0, 0, 0, 0, 0]) + [0xC0]
    case .set, .on:
      let axis: [UInt8] = counter % 10 == 9 ? [0x1F, 0x40] : [0, 0]
      let milliseconds = UInt32(truncatingIfNeeded: Int((time - bootTime) / .milliseconds(1)))
      let stamp = (0..<4).map { UInt8(truncatingIfNeeded: milliseconds >> (24 - 8 * $0)) }
      return axis + stamp + [stamps == .set ? 0xC3 : 0xC4]
    }
  }
}

/// The settings of a channel of a Cyton board.
struct CytonChannel: Hashable, Sendable {
  static let gains = [1, 2, 4, 6, 8, 12, 24]
  var isOn = true
  var gain = 24
  /// Whether the input is the electrodes: the other inputs show nothing here.
  var isNormal = true

  func count(microvolts: Double) -> Int {
    guard isOn, isNormal else { return 0 }
    let count = (microvolts * Double(gain) / CytonFirmware.microvoltsAtGain1).rounded()
    return Int(min(max(count, -8_388_608), 8_388_607))
  }
}
