/// Why a connection to a machine cannot go on.
public enum RedirectionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A packet of a kind that the machine may not send.
  case kind(UInt32)
  /// A packet longer than any that makes sense.
  case length(kind: UInt32, length: Int)
  /// A packet that ends before its fields do.
  case short(kind: UInt32, length: Int)
  /// Something else came before the greeting.
  case early(kind: UInt32)
  /// A second greeting.
  case greetedAgain
  /// The machine does not want the device.
  case rejected

  /// One line.
  public var description: String {
    switch self {
    case .kind(let kind): "packet \(kind): no packet that a machine sends"
    case .length(let kind, let length): "packet \(kind): \(length) bytes are too many"
    case .short(let kind, let length): "packet \(kind): \(length) bytes are too few"
    case .early(let kind): "packet \(kind): before the greeting"
    case .greetedAgain: "packet 0: a second greeting"
    case .rejected: "packet 22: the machine does not want the device"
    }
  }
}
