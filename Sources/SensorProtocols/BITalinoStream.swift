import CrampModel

/// The frames of a BITalino as they come.
///
/// A frame has no start, only a checksum and a counter of four bits each. Four frames in a row
/// whose checksums fit and whose counters follow are the proof of where they begin: bytes at
/// random show it once in 2 to the power of 28. The same proof is asked for after a gap.
struct BITalinoStream: Sendable {
  private static let inARow = 4
  private let channelCount: Int
  private let scales: [ChannelScale]
  private var sync: PacketSync
  private var counter: FrameCounter
  private var last: UInt8?

  /// The channels in the order of a frame's values.
  var channels: [ChannelDescription] { scales.map(\.description) }

  /// A stream that is about to begin.
  ///
  /// - Parameters:
  ///   - channelCount: 1 to 6.
  ///   - rate: Frames per second.
  ///   - settings: What a person says.
  /// - Throws: ``DialogueError/settings(cause:)`` if that cannot be meant.
  init(channelCount: Int, rate: Hertz, settings: DriverSettings) throws(DialogueError) {
    self.channelCount = channelCount
    var scales: [ChannelScale] = []
    for channel in 1...channelCount {
      let numbers = try ChannelScale.Numbers(
        label: "A\(channel)",
        bits: BITalinoFrame.bits(channel: channel - 1),
        reference: settings.referenceVolts ?? 3.3,
        gain: settings.channels[channel]?.gain ?? settings.gain ?? BITalino.gain,
        channel: channel
      )
      scales.append(
        try ChannelScale(numbers, channel: channel, settings: settings, rate: rate)
      )
    }
    self.scales = scales
    sync = PacketSync(
      longest: BITalinoFrame.size(channelCount: channelCount),
      mostInARow: Self.inARow
    )
    counter = FrameCounter(modulus: 16, rate: rate)
  }

  /// Takes bytes in and gives frames.
  mutating func receive(_ bytes: Span<UInt8>, at time: Duration, into step: inout DialogueStep) {
    var index = 0
    repeat {
      sync.fill(from: bytes, at: &index, time: time)
      while let frame = next() {
        take(frame, at: sync.time, into: &step)
      }
    } while index < bytes.count
  }

  private mutating func next() -> BITalinoFrame? {
    let channelCount = channelCount
    let expected = last.map { ($0 + 1) & 15 }
    return sync.next(
      inARow: Self.inARow,
      isExpected: { $0.sequence == expected },
      follows: { ($0.sequence + 1) & 15 == $1.sequence },
      read: { BITalinoFrame.read($0, channelCount: channelCount) }
    )
  }

  private mutating func take(
    _ frame: BITalinoFrame,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    let skipped = sync.takeSkipped()
    step.noteSkipped(skipped)
    if skipped > 0, last != nil { step.notices.append(.checksum) }
    last = frame.sequence
    let lost = counter.lost(before: Int(frame.sequence), at: time)
    step.frames.lose(lost, channelCount: scales.count)
    for (channel, scale) in scales.enumerated() {
      step.frames.values.append(scale.value(of: Double(frame.codes[channel])))
    }
  }
}

extension BITalinoFrame {
  /// What stands at the front of bytes.
  static func read(_ bytes: Span<UInt8>, channelCount: Int) -> PacketReading<Self> {
    let size = size(channelCount: channelCount)
    guard bytes.count >= size else { return .incomplete }
    do throws(PacketError) {
      let frame = try Self(bytes.extracting(0..<size), channelCount: channelCount)
      return .packet(frame, size: size)
    } catch {
      return .nothing
    }
  }
}
