/// What a side of the connection understands beyond the first version of the protocol (usbredir
/// protocol 0.7, "usb_redir_caps"); a form is used where both sides have it.
public struct Capabilities: OptionSet, Hashable, Sendable {
  /// The bits, the first capability lowest.
  public let rawValue: UInt32

  /// Capabilities of these bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// A device is announced with its version.
  public static let deviceVersion = Self(rawValue: 1 << 1)
  /// The machine says when it is done with a device that left.
  public static let departureAcknowledged = Self(rawValue: 1 << 3)
  /// Endpoints are announced with the size of their packets.
  public static let packetSizes = Self(rawValue: 1 << 4)
  /// Packets have numbers of 64 bits.
  public static let wideNumbers = Self(rawValue: 1 << 5)
  /// Bulk transfers have lengths of 32 bits.
  public static let wideBulkLengths = Self(rawValue: 1 << 6)
  /// The device's side reads a bulk endpoint by itself and passes on what comes.
  public static let bulkListening = Self(rawValue: 1 << 7)

  /// Those of this side.
  public static let own: Self = [
    .deviceVersion, .departureAcknowledged, .packetSizes, .wideNumbers, .wideBulkLengths,
    .bulkListening,
  ]
}
