import SensorEmulation
import Testing
import USBRedirection

/// A machine at the other end of the connection, which speaks in bytes.
struct Machine {
  var port: RedirectedPort
  private let isWide: Bool
  private var splitter = PacketSplitter()
  private var isGreeted = false

  /// Everything that this side can do.
  static let all: UInt32 = 0xFA

  /// Connects, greets with `capabilities`, and lets go of the answers so far.
  init(_ sensor: SensorDevice?, capabilities: UInt32 = all) throws {
    port = RedirectedPort(sensor: sensor)
    isWide = capabilities & 1 << 5 != 0
    splitter.push(port.takeOutput())
    _ = try splitter.next(isWide: false)
    try port.receive(Self.greeting(capabilities))
  }

  static func greeting(_ capabilities: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    let body = [UInt8](repeating: 0x78, count: 64) + little(capabilities, 4)
    RedirectionPacket(kind: 0, number: 0, body: body).append(to: &bytes, isWide: false)
    return bytes
  }

  static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
  }

  /// Sends a packet with fields in hexadecimal digits.
  mutating func send(_ kind: UInt32, _ fields: String = "", number: UInt64 = 0) throws {
    try port.receive(packet(kind, bytes(fields), number: number))
  }

  func packet(_ kind: UInt32, _ body: [UInt8], number: UInt64 = 0) -> [UInt8] {
    var result: [UInt8] = []
    RedirectionPacket(kind: kind, number: number, body: body).append(to: &result, isWide: isWide)
    return result
  }

  /// What has come: `KIND#NUMBER FIELDS`, the fields in hexadecimal digits.
  mutating func heard() throws -> [String] {
    splitter.push(port.takeOutput())
    var result: [String] = []
    while let packet = try splitter.next(isWide: isWide) {
      result.append("\(packet.kind)#\(packet.number) \(hex(packet.body))")
    }
    return result
  }
}

func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

func sensor(_ family: SensorFamily) throws -> SensorDevice {
  try SensorDevice(family, settings: try SensorSettings(family: family, values: ["seed": "1"]))
}
