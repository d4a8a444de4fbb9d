import CrampModel

/// The packets of the uMyo units that are channels, as frames.
struct UMyoStream: Sendable {
  private static let mostStrangers = 8
  private let scales: [ChannelScale]
  private var units: [Unit] = []
  private var alignment: UMyoAlignment
  private var strangers: [UInt32] = []

  private struct Unit: Sendable {
    let number: UInt32
    var counter: FrameCounter
  }

  /// The channels in the order of a frame's values.
  var channels: [ChannelDescription] { scales.map(\.description) }

  /// A stream that is about to begin.
  ///
  /// - Parameters:
  ///   - units: Their numbers, in the order of the channels; at least one.
  ///   - settings: What a person says.
  /// - Throws: ``DialogueError/settings(cause:)`` if that cannot be meant.
  init(units: [UInt32], settings: DriverSettings) throws(DialogueError) {
    let rate = settings.rate ?? UMyo.rate
    guard rate.value.isFinite, rate.value > 0 else {
      throw .settings(cause: "the rate must be above 0")
    }
    var scales: [ChannelScale] = []
    for (index, unit) in units.enumerated() {
      let numbers = ChannelScale.Numbers(
        label: Self.name(unit),
        offset: UMyo.rest,
        range: Double(Int16.min)...Double(Int16.max)
      )
      scales.append(
        try ChannelScale(numbers, channel: index + 1, settings: settings, rate: rate)
      )
      let counter = FrameCounter(modulus: 256, rate: Hertz(rate.value / 8))
      self.units.append(Unit(number: unit, counter: counter))
    }
    self.scales = scales
    alignment = UMyoAlignment(unitCount: units.count)
  }

  /// Takes a packet in and gives frames.
  mutating func take(_ packet: UMyoPacket, at time: Duration, into step: inout DialogueStep) {
    guard let unit = units.firstIndex(where: { $0.number == packet.unit }) else {
      return note(packet.unit, into: &step)
    }
    let lost = units[unit].counter.lost(before: Int(packet.counter), at: time)
    let frame = alignment.place(
      packet.sampleCount,
      unit: unit,
      missing: lost * packet.sampleCount,
      at: time,
      into: &step.frames
    )
    for index in 0..<packet.sampleCount {
      let value = scales[unit].value(of: Double(packet.samples[index]))
      alignment.set(value, unit: unit, frame: frame + index)
    }
    alignment.give(into: &step.frames)
  }

  /// Notes a unit that is no channel, once.
  private mutating func note(_ unit: UInt32, into step: inout DialogueStep) {
    guard strangers.count < Self.mostStrangers, !strangers.contains(unit) else { return }
    strangers.append(unit)
    step.notices.append(.text("unit \(Self.name(unit)) is not among the channels"))
  }

  private static func name(_ unit: UInt32) -> String {
    let digits = String(unit, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension UMyoPacket {
  /// What stands at the front of bytes: a packet only if another begins behind it, for nothing
  /// else shows that a byte is missing inside.
  static func read(_ bytes: Span<UInt8>) -> PacketReading<Self> {
    guard bytes[0] == 0x4F, bytes.count < 2 || bytes[1] == 0xD5 else { return .nothing }
    guard bytes.count >= 10 else { return .incomplete }
    guard let size = size(bytes) else { return .nothing }
    guard bytes.count >= size + 2 else { return .incomplete }
    guard bytes[size] == 0x4F, bytes[size + 1] == 0xD5 else { return .nothing }
    do throws(PacketError) {
      return .packet(try Self(bytes.extracting(0..<size)), size: size)
    } catch {
      return .nothing
    }
  }
}
