/// A 128-bit UUID: version 7 for live events, version 8 for events that are a function of a file.
public struct EventID: Hashable, Sendable {
  /// The first eight bytes, big endian.
  public let high: UInt64
  /// The last eight bytes, big endian.
  public let low: UInt64

  /// Wraps sixteen bytes as they are.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A UUIDv7 (RFC 9562, section 5.7): milliseconds of `time`, then 74 random bits.
  public init(time: Timestamp, randomHigh: UInt64, randomLow: UInt64) {
    let milliseconds = UInt64(max(0, time.microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
    high = milliseconds << 16 | 0x7000 | randomHigh & 0x0FFF
    low = 0x8000_0000_0000_0000 | randomLow & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// A UUIDv8 (RFC 9562, section 5.8) from a digest of content and position.
  public init(digest: Digest) {
    high = digest.high & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
    low = 0x8000_0000_0000_0000 | digest.low & 0x3FFF_FFFF_FFFF_FFFF
  }

  /// Reads the 8-4-4-4-12 form; `nil` if `text` is not of that form.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return nil }
    var nibbles: [UInt64] = []
    for (index, byte) in bytes.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      nibbles.append(UInt64(digit))
    }
    high = nibbles[..<16].reduce(0) { $0 << 4 | $1 }
    low = nibbles[16...].reduce(0) { $0 << 4 | $1 }
  }
}

extension EventID: CustomStringConvertible {
  /// The 8-4-4-4-12 form in lower-case hexadecimal.
  public var description: String {
    let digits = hexadecimal(high) + hexadecimal(low)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  private func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
