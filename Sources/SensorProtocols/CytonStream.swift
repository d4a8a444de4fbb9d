import CrampModel

/// The packets of a Cyton that streams, as frames of 8 channels or, with a Daisy, of 16.
///
/// With a Daisy a frame is a packet of even count with the next one; the first two packets after
/// the start are averages that are not yet filled, and are dropped.
struct CytonStream: Sendable {
  private static let rate = Hertz(250)
  private static let rateWithDaisy = Hertz(125)

  private let scales: [ChannelScale]
  private var sync = PacketSync(longest: CytonPacket.size)
  private var counter: FrameCounter
  private var isPrimed: Bool
  private var daisy: CytonPacket?

  /// The channels in the order of a frame's values.
  var channels: [ChannelDescription] { scales.map(\.description) }

  /// A stream that is about to begin.
  ///
  /// - Parameters:
  ///   - hasDaisy: Whether there are 16 channels.
  ///   - settings: What a person says.
  /// - Throws: ``DialogueError/settings(cause:)`` if that cannot be meant.
  init(hasDaisy: Bool, settings: DriverSettings) throws(DialogueError) {
    let rate = hasDaisy ? Self.rateWithDaisy : Self.rate
    var scales: [ChannelScale] = []
    for channel in 1...(hasDaisy ? 16 : 8) {
      let gain = CytonCommand.gain(of: channel, settings: settings) ?? 24
      let numbers = ChannelScale.Numbers(
        label: "channel \(channel)",
        unit: .microvolt,
        factor: CytonPacket.microvolts(gain: gain),
        range: Double(-CytonPacket.rail)...Double(CytonPacket.rail)
      )
      scales.append(
        try ChannelScale(numbers, channel: channel, settings: settings, rate: rate)
      )
    }
    self.scales = scales
    counter = FrameCounter(modulus: hasDaisy ? 128 : 256, rate: rate)
    isPrimed = !hasDaisy
  }

  /// Takes bytes in.
  mutating func receive(_ bytes: Span<UInt8>, at time: Duration, into step: inout DialogueStep) {
    var index = 0
    repeat {
      sync.fill(from: bytes, at: &index, time: time)
      while let packet = sync.next(read: CytonPacket.read) {
        step.noteSkipped(sync.takeSkipped())
        take(packet, at: sync.time, into: &step.frames)
      }
    } while index < bytes.count
  }

  private mutating func take(
    _ packet: CytonPacket,
    at time: Duration,
    into frames: inout SampleFrames
  ) {
    guard scales.count == 16 else {
      let lost = counter.lost(before: Int(packet.counter), at: time)
      frames.lose(lost, channelCount: scales.count)
      append(packet, from: 0, to: &frames)
      return
    }
    isPrimed = isPrimed || packet.counter > 1
    guard isPrimed else { return }
    guard !packet.counter.isMultiple(of: 2) else {
      daisy = packet
      return
    }
    guard let daisy, daisy.counter == packet.counter - 1 else { return }
    let lost = counter.lost(before: Int(packet.counter / 2), at: time)
    frames.lose(lost, channelCount: scales.count)
    append(packet, from: 0, to: &frames)
    append(daisy, from: 8, to: &frames)
    self.daisy = nil
  }

  private func append(_ packet: CytonPacket, from channel: Int, to frames: inout SampleFrames) {
    for index in packet.channels.indices {
      frames.values.append(scales[channel + index].value(of: Double(packet.channels[index])))
    }
  }
}

extension CytonPacket {
  /// What stands at the front of bytes.
  static func read(_ bytes: Span<UInt8>) -> PacketReading<Self> {
    guard bytes[0] == start else { return .nothing }
    guard bytes.count >= size else { return .incomplete }
    do throws(PacketError) {
      return .packet(try Self(bytes.extracting(0..<size)), size: size)
    } catch {
      return .nothing
    }
  }
}
