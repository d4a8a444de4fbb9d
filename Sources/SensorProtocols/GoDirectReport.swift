/// A HID report of Go Direct: a piece of a packet.
///
///     byte   0               1              1 + n         64
///            n, 1 to 63      n bytes        zeros
///
/// A packet ends when as many bytes have come as its own length byte says.
/// Source: VernierST/godirect-py, device_usb.py.
public enum GoDirectReport: Sendable {
  /// Bytes of a report, both ways.
  public static let size = 64
  /// The most packet bytes that one report carries.
  public static let capacity = 63

  /// The reports that carry a packet.
  public static func reports(of packet: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: packet.count, by: capacity).map { start in
      let piece = packet[start..<min(start + capacity, packet.count)]
      let padding = [UInt8](repeating: 0, count: capacity - piece.count)
      return [UInt8(piece.count)] + piece + padding
    }
  }
}

/// Gathers packets from reports.
struct GoDirectGathering: Hashable, Sendable {
  /// The bytes of the packet so far; whole once ``take(_:)`` has returned `true`.
  private(set) var packet: [UInt8] = []
  /// Bytes that the last report made useless.
  private(set) var skipped = 0
  private var isWhole = false

  init() {
    packet.reserveCapacity(256)
  }

  /// Takes one report in and returns whether it completes a packet.
  mutating func take(_ report: Span<UInt8>) -> Bool {
    skipped = 0
    if isWhole { restart(skipping: 0) }
    guard report.count > 1, report[0] > 0, Int(report[0]) < report.count,
      Int(report[0]) <= GoDirectReport.capacity
    else {
      restart(skipping: packet.count + report.count)
      return false
    }
    let count = Int(report[0])
    if !packet.isEmpty, count != min(missing, GoDirectReport.capacity) {
      restart(skipping: packet.count)
    }
    for index in 1...count { packet.append(report[index]) }
    guard packet.count >= GoDirectPacket.headerSize, packet[1] >= GoDirectPacket.headerSize,
      missing >= 0
    else {
      restart(skipping: packet.count)
      return false
    }
    isWhole = missing == 0
    return isWhole
  }

  private var missing: Int { packet.count > 1 ? Int(packet[1]) - packet.count : 0 }

  private mutating func restart(skipping count: Int) {
    skipped += count
    packet.removeAll(keepingCapacity: true)
    isWhole = false
  }
}
