import SensorEmulation

/// What a machine is told of a device before it may use it: endpoints, interfaces, identity.
struct DeviceAnnouncement: Hashable, Sendable {
  /// The protocol's tables have room for 32 interfaces, and for 16 endpoints in each direction.
  private static let room = 32
  /// An endpoint that is not there.
  private static let absent: UInt8 = 255

  /// The numbers of the interfaces.
  private(set) var interfaces: [UInt8] = []
  /// The one configuration's number.
  let configuration: UInt8
  private var classes: [[UInt8]] = []
  private var types = [UInt8](repeating: absent, count: room)
  private var intervals = [UInt8](repeating: 0, count: room)
  private var owners = [UInt8](repeating: 0, count: room)
  private var sizes = [UInt16](repeating: 0, count: room)
  private let device: [UInt8]

  /// Reads a device's descriptors as far as they make sense (USB 2.0, 9.6).
  init(_ descriptors: USBDescriptors) {
    device =
      descriptors.device + [UInt8](repeating: 0, count: max(0, 18 - descriptors.device.count))
    let all = descriptors.configuration
    configuration = all.count > 5 ? all[5] : 1
    for index in [0, 16] {
      types[index] = 0
      sizes[index] = UInt16(device[7])
    }
    var rest = all[...]
    while let length = rest.first.map(Int.init), length >= 2, rest.count >= length {
      read(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
  }

  private mutating func read(_ descriptor: [UInt8]) {
    switch (descriptor[1], descriptor.count) {
    case (4, 9...) where !interfaces.contains(descriptor[2]) && interfaces.count < Self.room:
      interfaces.append(descriptor[2])
      classes.append(Array(descriptor[5...7]))
    case (5, 7...):
      guard let owner = interfaces.last, descriptor[2] & 0x0F != 0 else { return }
      let index = Int(descriptor[2] & 0x80) >> 3 | Int(descriptor[2] & 0x0F)
      types[index] = descriptor[3] & 3
      intervals[index] = descriptor[6]
      owners[index] = owner
      sizes[index] = UInt16(descriptor[4]) | UInt16(descriptor[5]) << 8
    default: break
    }
  }

  /// Whether an endpoint is there and is read by interrupts (3) or in bulk (2).
  func isInput(_ endpoint: UInt8, type: UInt8) -> Bool {
    endpoint & 0x80 != 0 && types[16 | Int(endpoint & 0x0F)] == type
  }

  /// How many bytes a packet of an endpoint that is read has.
  func packetSize(of endpoint: UInt8) -> Int { Int(sizes[16 | Int(endpoint & 0x0F)]) }

  /// Fields of the packet about endpoints, 5.
  func endpoints(shared: Capabilities) -> [UInt8] {
    var body = types + intervals + owners
    if shared.contains(.packetSizes) {
      for size in sizes { body.append(little: size) }
    }
    return body
  }

  /// Fields of the packet about interfaces, 4.
  var interfaceTable: [UInt8] {
    var body: [UInt8] = []
    body.append(little: UInt32(interfaces.count))
    body += Self.filled(interfaces)
    for field in 0..<3 { body += Self.filled(classes.map { $0[field] }) }
    return body
  }

  /// Fields of the packet about identity, 1: at full speed.
  func identity(shared: Capabilities) -> [UInt8] {
    let fullSpeed: UInt8 = 1
    let versioned = shared.contains(.deviceVersion) ? device[12...13] : []
    return [fullSpeed] + device[4...6] + device[8...11] + versioned
  }

  private static func filled(_ values: [UInt8]) -> [UInt8] {
    values + [UInt8](repeating: 0, count: room - values.count)
  }
}
