/// A HID report of a SpikerBox Pro, which carries a piece of the same stream as a serial line.
///
///     byte   0    1                 2               2 + n        64
///            3F   n, at most 62     n bytes         zeros
///
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox", R7.
public enum SpikerBoxReport: Sendable {
  /// Bytes of a report, both ways.
  public static let size = 64
  /// The most bytes of the stream that one report carries.
  public static let capacity = 62
  /// The report's id.
  public static let id: UInt8 = 0x3F

  /// The place of the stream's bytes within a report; `nil` if it is none of ours.
  public static func payload(of report: Span<UInt8>) -> Range<Int>? {
    guard report.count >= 2, report[0] == id else { return nil }
    let count = Int(report[1])
    guard count <= capacity, count + 2 <= report.count else { return nil }
    return 2..<(2 + count)
  }

  /// The report with a command to the box; it always says 62 bytes, as the vendor's own does.
  public static func command(_ text: String) -> [UInt8] {
    report(of: Array(text.utf8.prefix(capacity)), saying: capacity)
  }

  /// The reports that carry a piece of the stream from the box.
  public static func reports(of stream: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: stream.count, by: capacity).map { start in
      let piece = Array(stream[start..<min(start + capacity, stream.count)])
      return report(of: piece, saying: piece.count)
    }
  }

  private static func report(of bytes: [UInt8], saying count: Int) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: size - 2 - bytes.count)
    return [id, UInt8(clamping: count)] + bytes + padding
  }
}
