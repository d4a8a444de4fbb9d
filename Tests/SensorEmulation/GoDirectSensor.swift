import CrampModel

/// A sensor in a Go Direct device, as it describes itself.
struct GoDirectSensor: Hashable, Sendable {
  /// What its value is made of.
  enum Quantity: Hashable, Sendable {
    case emg
    case rectifiedEMG
    case force
  }

  let number: Int
  let identifier: UInt32
  let description: String
  let unit: String
  let range: ClosedRange<Double>
  let quantity: Quantity
  let shortestPeriod: UInt32

  static let emg = Self(
    number: 3,
    identifier: 0x91,
    description: "EMG",
    unit: "mV",
    range: -5...5,
    quantity: .emg,
    shortestPeriod: 1_000
  )
  static let rectifiedEMG = Self(
    number: 4,
    identifier: 0x92,
    description: "EMG Rectified",
    unit: "mV",
    range: 0...5,
    quantity: .rectifiedEMG,
    shortestPeriod: 1_000
  )
  static let force = Self(
    number: 1,
    identifier: 0x93,
    description: "Force",
    unit: "N",
    range: 0...600,
    quantity: .force,
    shortestPeriod: 1_000
  )

  /// The 148 bytes of its description.
  var bytes: [UInt8] {
    var bytes: [UInt8] = [UInt8(number), 0]
    bytes += GoDirectBytes.word(identifier) + [0, 0]
    bytes += GoDirectBytes.text(description, 60) + GoDirectBytes.text(unit, 32)
    for value in [0.001, range.lowerBound, range.upperBound] {
      bytes += GoDirectBytes.word(value.bitPattern)
    }
    bytes += GoDirectBytes.word(shortestPeriod) + GoDirectBytes.word(UInt64(3_600_000_000))
    bytes += GoDirectBytes.word(UInt32(10_000)) + GoDirectBytes.word(UInt32(1_000))
    return bytes + [0, 0, 0, 0]
  }
}

/// The fields of Go Direct packets.
enum GoDirectBytes {
  /// A number, little-endian.
  static func word(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A text, cut and padded with zeros.
  static func text(_ text: String, _ length: Int) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(length))
    return bytes + Array(repeating: 0, count: length - bytes.count)
  }

  /// A packet with its checksum: the sum of all other bytes.
  static func packet(_ kind: UInt8, counter: UInt8, _ rest: [UInt8]) -> [UInt8] {
    var bytes = [kind, UInt8(truncatingIfNeeded: rest.count + 4), counter, 0] + rest
    bytes[3] = bytes.reduce(0, &+)
    return bytes
  }

  /// A measurement packet: type 06, a mask of 16 bits, the number of sets, 0, then the values.
  static func measurement(counter: UInt8, mask: UInt32, count: Int, _ sets: [UInt8]) -> [UInt8] {
    packet(
      0x20,
      counter: counter,
      [0x06, UInt8(mask & 0xFF), UInt8(mask >> 8 & 0xFF), UInt8(count), 0] + sets
    )
  }

  /// Reports of 64 bytes: the number of packet bytes, then up to 63 of them.
  static func reports(_ packet: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = packet[...]
    while !rest.isEmpty {
      let piece = rest.prefix(63)
      bytes.append(UInt8(piece.count))
      bytes += piece
      bytes += Array(repeating: 0, count: 63 - piece.count)
      rest = rest.dropFirst(63)
    }
    return bytes
  }
}
