/// When an event was written: the boot, the time since that boot, the wall clock.
///
/// The wall clock of a machine without a battery-backed one can be years off; boot and time since
/// boot still tell how far apart two events of one boot are.
struct WritingStamp: Hashable, Sendable {
  /// The boot's id, hexadecimal digits without dashes.
  var boot: String?
  /// CLOCK_BOOTTIME, in microseconds.
  var sinceBoot: Int64?
  /// The wall clock, in microseconds since the Unix epoch.
  var wall: Int64?

  static let unknown = Self()

  /// Whether text can be a boot's id.
  static func isBoot(_ text: some StringProtocol) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
      }
  }
}
