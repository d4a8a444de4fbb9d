import SensorEmulation

/// What stands before the data of a transfer, in the question and in the answer.
enum TransferHead: Hashable, Sendable {
  case control(endpoint: UInt8, ControlRequest)
  case bulk(endpoint: UInt8, length: Int, stream: UInt32)
  case interrupt(endpoint: UInt8, length: Int)

  /// Reads the head of a packet of kind 100, 101 or 103.
  init(
    _ kind: UInt32,
    _ fields: inout FieldReader,
    shared: Capabilities
  ) throws(RedirectionError) {
    let endpoint = try fields.byte()
    switch kind {
    case 100:
      let request = try fields.byte()
      let type = try fields.byte()
      try fields.skip(1)
      let value = try fields.half()
      let index = try fields.half()
      let length = try fields.half()
      let setup = ControlRequest(type, request, value, index, length: length)
      self = .control(endpoint: endpoint, setup)
    case 101:
      try fields.skip(1)
      var length = Int(try fields.half())
      let stream = try fields.word()
      if shared.contains(.wideBulkLengths) { length |= Int(try fields.half()) << 16 }
      self = .bulk(endpoint: endpoint, length: length, stream: stream)
    default:
      try fields.skip(1)
      self = .interrupt(endpoint: endpoint, length: Int(try fields.half()))
    }
  }

  /// Whether the answer carries data.
  var isIn: Bool {
    switch self {
    case .control(_, let request): request.isIn
    case .bulk(let endpoint, _, _), .interrupt(let endpoint, _): endpoint & 0x80 != 0
    }
  }

  /// What the model of the device is asked for; `nil` where the data cannot belong to the head.
  func request(id: UInt, data: [UInt8]) -> USBRequest? {
    switch self {
    case .control(_, let setup):
      guard setup.isIn || data.count == Int(setup.length) else { return nil }
      let bytes = setup.bytes + (setup.isIn ? [] : data)
      return USBRequest(id: id, endpoint: 0, length: 8 + Int(setup.length), data: bytes)
    case .bulk(let endpoint, let length, _), .interrupt(let endpoint, let length):
      guard endpoint & 0x0F != 0, length <= RedirectionPacket.longest, isIn || data.count == length
      else { return nil }
      return USBRequest(id: id, endpoint: endpoint, length: length, data: isIn ? [] : data)
    }
  }

  /// The packet that answers; its kind and its fields.
  func answer(
    _ status: RedirectionStatus,
    length: Int,
    data: [UInt8],
    shared: Capabilities
  ) -> (kind: UInt32, body: [UInt8]) {
    let data = isIn ? data : []
    let length = isIn ? data.count : length
    let low = UInt16(truncatingIfNeeded: length)
    switch self {
    case .control(let endpoint, let setup):
      var body = [endpoint, setup.request, setup.type, status.rawValue]
      body.append(little: setup.value)
      body.append(little: setup.index)
      body.append(little: low)
      return (100, body + data)
    case .bulk(let endpoint, _, let stream):
      var body = [endpoint, status.rawValue]
      body.append(little: low)
      body.append(little: stream)
      if shared.contains(.wideBulkLengths) {
        body.append(little: UInt16(truncatingIfNeeded: length >> 16))
      }
      return (101, body + data)
    case .interrupt(let endpoint, _):
      var body = [endpoint, status.rawValue]
      body.append(little: low)
      return (103, body + data)
    }
  }
}

/// How a request ended (usbredir protocol 0.7, "usb_redir_status").
enum RedirectionStatus: UInt8, Hashable, Sendable {
  case done = 0
  case cancelled = 1
  case wrong = 2
  case failed = 3
  case stalled = 4
  case overflowed = 6

  init(_ status: USBStatus) {
    switch status {
    case .done: self = .done
    case .cancelled: self = .cancelled
    case .stalled: self = .stalled
    case .garbled, .shutdown: self = .failed
    case .overflowed: self = .overflowed
    }
  }
}

extension ControlRequest {
  /// The setup packet (USB 2.0, 9.3).
  var bytes: [UInt8] {
    var result = [type, request]
    result.append(little: value)
    result.append(little: index)
    result.append(little: length)
    return result
  }
}
