import CrampModel

/// A board that runs the Chords firmware, as its answer to `WHORU` names it.
///
/// Source: Upside Down Labs, Chords-Python and Chords-Web; the reference is the board's supply.
struct ChordsBoard: Hashable, Sendable {
  /// What the board answers.
  let name: String
  /// How many channels it sends.
  let channelCount: Int
  /// Packets per second.
  let rate: Hertz
  /// The converter's resolution.
  let bits: Int
  /// The converter's span, in volts.
  let volts: Double

  private init(_ name: String, _ channelCount: Int, _ rate: Double, _ bits: Int, _ volts: Double) {
    self.name = name
    self.channelCount = channelCount
    self.rate = Hertz(rate)
    self.bits = bits
    self.volts = volts
  }

  /// The boards that are known, those of fewer bits first.
  static let all = [
    Self("UNO-R3", 6, 250, 10, 5),
    Self("GENUINO-UNO", 6, 250, 10, 5),
    Self("UNO-CLONE", 6, 250, 10, 5),
    Self("NANO-CLASSIC", 8, 250, 10, 5),
    Self("NANO-CLONE", 8, 250, 10, 5),
    Self("MEGA-2560-R3", 16, 250, 10, 5),
    Self("MEGA-2560-CLONE", 16, 250, 10, 5),
    Self("RPI-PICO-RP2040", 3, 500, 12, 3.3),
    Self("STM32F4-BLACK-PILL", 8, 500, 12, 3.3),
    Self("STM32G4-CORE-BOARD", 16, 500, 12, 3.3),
    Self("NPG-LITE", 6, 500, 12, 2.5),
    Self("UNO-R4", 6, 500, 14, 5),
    Self("GIGA-R1", 6, 500, 16, 3.3),
  ]

  /// The board whose name ends a line; what comes before it may be the tail of a packet.
  static func named(at line: String) -> Self? {
    all.first { line.hasSuffix($0.name) }
  }

  /// The board that a stream looks like which has been running without an answer.
  ///
  /// - Parameters:
  ///   - channelCount: How many channels it has.
  ///   - rate: How fast it is, measured.
  ///   - highest: The highest code in it; at rest the signal is in the converter's middle.
  /// - Returns: The board of the fewest bits that can do it.
  static func likely(channelCount: Int, rate: Hertz, highest: UInt16) -> Self? {
    all.first { board in
      board.channelCount == channelCount && Int(highest) >> board.bits == 0
        && abs(rate.value / board.rate.value - 1) < 0.2
    }
  }
}
