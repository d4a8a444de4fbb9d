import CrampModel

/// What is known of a SpikerBox by the hardware type that it tells.
///
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox", R7, and the sketches of
/// BackyardBrains/SpikerShield.
struct SpikerBoxModel: Hashable, Sendable {
  /// Channels and rates as the message `MSF:…;MNC:…;` tells them.
  struct Limits: Hashable, Sendable {
    /// Samples per second and channel.
    var rate: Double?
    /// Channels at that rate; with an expansion board there are more, at half of it.
    var channels: Int?
  }

  /// The type in the message `HWT:…;`; `nil` if the box has told none.
  let hardware: String?

  /// Whether the box waits for `start:;` and stops at `h:;`.
  var isPro: Bool {
    switch hardware {
    case "MUSCUSB1", "HBSBPRO", "NRNSBPRO", "MSBPCDC", "NSBPCDC", "HUMANSB", "UNIBOX": true
    default: false
    }
  }

  /// Resolution of the converter.
  var bits: Int {
    switch hardware {
    case "HUMANSB", "UNIBOX": 14
    default: 10
    }
  }

  /// Frames per second.
  ///
  /// - Parameters:
  ///   - channels: How many channels a frame has.
  ///   - limits: What the box has told besides.
  /// - Returns: The rate of each channel.
  func rate(channels: Int, limits: Limits) -> Hertz {
    if let rate = limits.rate { return Hertz(channels > (limits.channels ?? 2) ? rate / 2 : rate) }
    switch hardware {
    case nil, "MUSCLESS", "HEARTSS", "NEURONSS": return Hertz(Self.unoRate / Double(channels))
    case "HUMANSB": return Hertz(5_000)
    case "UNIBOX": return Hertz(42_661)
    case _ where isPro: return Hertz(channels > 2 ? 5_000 : 10_000)
    default: return Hertz(10_000 / Double(channels))
    }
  }

  /// The sketch's timer divides 2 MHz by 199, not by 200.
  private static let unoRate = 2_000_000.0 / 199
}
