import CrampModel

/// The packets of a Chords board as they come, of as many channels as they show.
///
/// The channel count is half the distance between two starts, less four bytes. Packets of up to
/// 15 bits never show a start within, so one packet is proof enough; wider ones take two in a row.
struct ChordsStream: Sendable {
  /// The channel count, once two packets in a row agree on it.
  private(set) var channelCount: Int?
  private var sync = PacketSync(
    longest: ChordsPacket.size(channelCount: ChordsPacket.mostChannels)
  )
  private var bits = 16
  private var scales: [ChannelScale] = []
  private var counter = FrameCounter(modulus: 256, rate: Hertz(250))

  /// The channels in the order of a frame's values, once the board is settled.
  var channels: [ChannelDescription] { scales.map(\.description) }

  /// Takes as many bytes as there is room for, and looks for the channel count.
  mutating func fill(from source: Span<UInt8>, at index: inout Int, time: Duration) {
    sync.fill(from: source, at: &index, time: time)
    guard channelCount == nil else { return }
    channelCount = sync.next(inARow: 1, read: ChordsPacket.readChannelCount)
  }

  /// Takes the next packet off the front; `nil` if it takes more bytes to tell.
  mutating func next() -> ChordsPacket? {
    guard let channelCount else { return nil }
    let bits = bits
    return sync.next(inARow: bits < 16 ? 1 : 2) { bytes in
      ChordsPacket.read(bytes, channelCount: channelCount, bits: bits)
    }
  }

  /// Says from which board the packets are, so that they become frames.
  ///
  /// - Parameters:
  ///   - board: Whose rate and converter count; the channel count is that of the packets.
  ///   - settings: What a person says.
  /// - Throws: ``DialogueError/settings(cause:)`` if that cannot be meant.
  mutating func settle(on board: ChordsBoard, settings: DriverSettings) throws(DialogueError) {
    let rate = settings.rate ?? board.rate
    guard rate.value.isFinite, rate.value > 0 else {
      throw .settings(cause: "the rate must be above 0")
    }
    bits = board.bits
    counter = FrameCounter(modulus: 256, rate: rate)
    for channel in 1...(channelCount ?? board.channelCount) {
      let numbers = try ChannelScale.Numbers(
        label: "A\(channel - 1)",
        bits: board.bits,
        reference: settings.referenceVolts ?? board.volts,
        gain: settings.channels[channel]?.gain ?? settings.gain,
        channel: channel
      )
      scales.append(
        try ChannelScale(numbers, channel: channel, settings: settings, rate: rate)
      )
    }
    _ = sync.takeSkipped()
  }

  /// Takes bytes in, from `index` on, and gives frames.
  mutating func receive(
    _ bytes: Span<UInt8>,
    from index: Int = 0,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    var index = index
    repeat {
      sync.fill(from: bytes, at: &index, time: time)
      while let packet = next() {
        step.noteSkipped(sync.takeSkipped())
        let lost = counter.lost(before: Int(packet.counter), at: sync.time)
        step.frames.lose(lost, channelCount: scales.count)
        for (channel, scale) in scales.enumerated() {
          step.frames.values.append(scale.value(of: Double(packet.codes[channel])))
        }
      }
    } while index < bytes.count
  }
}

extension ChordsPacket {
  /// What stands at the front of bytes, of a known channel count.
  static func read(
    _ bytes: Span<UInt8>,
    channelCount: Int,
    bits: Int
  ) -> PacketReading<Self> {
    guard bytes[0] == 0xC7, bytes.count < 2 || bytes[1] == 0x7C else { return .nothing }
    let size = size(channelCount: channelCount)
    guard bytes.count >= size else { return .incomplete }
    do throws(PacketError) {
      return .packet(try Self(bytes.extracting(0..<size), bits: bits), size: size)
    } catch {
      return .nothing
    }
  }

  /// The channel count of two packets in a row at the front of bytes, which it leaves there.
  static func readChannelCount(_ bytes: Span<UInt8>) -> PacketReading<Int> {
    guard bytes[0] == 0xC7, bytes.count < 2 || bytes[1] == 0x7C else { return .nothing }
    for count in 1...mostChannels {
      let size = size(channelCount: count)
      guard bytes.count >= 2 * size else { return .incomplete }
      if bytes[size - 1] == 0x01, bytes[size] == 0xC7, bytes[size + 1] == 0x7C,
        bytes[size + 2] == bytes[2] &+ 1, bytes[2 * size - 1] == 0x01
      {
        return .packet(count, size: 0)
      }
    }
    return .nothing
  }
}
