/// What a machine asks of the side that has the device.
enum MachineRequest: Hashable, Sendable {
  case greeting(Capabilities)
  case reset
  case setConfiguration(UInt8)
  case getConfiguration
  case setAlternate(interface: UInt8, setting: UInt8)
  case getAlternate(interface: UInt8)
  case listen(Listening)
  case stopListening(Listening)
  case cancel
  case departureAcknowledged
  case transfer(TransferHead, data: [UInt8])
  /// Of no use to a device without isochronous endpoints and streams.
  case ignored

  /// Reads the fields of a packet.
  ///
  /// - Parameters:
  ///   - packet: As it came.
  ///   - shared: What both sides understand.
  /// - Throws: ``RedirectionError`` if no machine may send it.
  init(_ packet: RedirectionPacket, shared: Capabilities) throws(RedirectionError) {
    var fields = FieldReader(kind: packet.kind, packet.body[...])
    switch packet.kind {
    case 0:
      try fields.skip(64)
      self = .greeting(Capabilities(rawValue: packet.body.count < 68 ? 0 : try fields.word()))
    case 3: self = .reset
    case 6: self = .setConfiguration(try fields.byte())
    case 7: self = .getConfiguration
    case 9: self = .setAlternate(interface: try fields.byte(), setting: try fields.byte())
    case 10: self = .getAlternate(interface: try fields.byte())
    case 15: self = .listen(.interrupts(on: try fields.byte()))
    case 16: self = .stopListening(.interrupts(on: try fields.byte()))
    case 25: self = .listen(try Self.bulk(&fields, isStart: true))
    case 26: self = .stopListening(try Self.bulk(&fields, isStart: false))
    case 21: self = .cancel
    case 22: throw .rejected
    case 24: self = .departureAcknowledged
    // Isochronous streams, streams of bulk endpoints, and which devices the machine would take.
    case 12, 13, 18, 19, 23, 102: self = .ignored
    case 100, 101, 103:
      let head = try TransferHead(packet.kind, &fields, shared: shared)
      self = .transfer(head, data: fields.remainder)
    default: throw .kind(packet.kind)
    }
  }

  private static func bulk(
    _ fields: inout FieldReader,
    isStart: Bool
  ) throws(RedirectionError) -> Listening {
    let stream = try fields.word()
    guard isStart else { return .bulk(on: try fields.byte(), stream: stream, size: 0, count: 0) }
    let size = Int(try fields.word())
    let endpoint = try fields.byte()
    return .bulk(on: endpoint, stream: stream, size: size, count: Int(try fields.byte()))
  }
}

/// An endpoint that the device's side reads by itself.
enum Listening: Hashable, Sendable {
  case interrupts(on: UInt8)
  case bulk(on: UInt8, stream: UInt32, size: Int, count: Int)

  var endpoint: UInt8 {
    switch self {
    case .interrupts(let endpoint), .bulk(let endpoint, _, _, _): endpoint
    }
  }

  /// The packet that says how the listening is; its kind and its fields.
  func status(_ status: RedirectionStatus) -> (kind: UInt32, body: [UInt8]) {
    switch self {
    case .interrupts(let endpoint):
      return (17, [status.rawValue, endpoint])
    case .bulk(let endpoint, let stream, _, _):
      var body: [UInt8] = []
      body.append(little: stream)
      return (27, body + [endpoint, status.rawValue])
    }
  }

  /// The packet that passes on what came.
  func passing(_ data: [UInt8]) -> (kind: UInt32, body: [UInt8]) {
    var body: [UInt8] = []
    switch self {
    case .interrupts(let endpoint):
      body = [endpoint, RedirectionStatus.done.rawValue]
      body.append(little: UInt16(truncatingIfNeeded: data.count))
      return (103, body + data)
    case .bulk(let endpoint, let stream, _, _):
      body.append(little: stream)
      body.append(little: UInt32(data.count))
      return (104, body + [endpoint, RedirectionStatus.done.rawValue] + data)
    }
  }
}
