import SensorEmulation

/// A host that keeps transfers waiting for data, as libusb would.
struct Host {
  var device: SensorDevice
  var payload: [UInt8] = []
  var ends: [USBStatus] = []
  /// The transfers as they came, status bytes of an FTDI chip and all.
  var transfers: [[UInt8]] = []
  private let endpoint: UInt8
  private let size: Int
  private let isFTDI: Bool
  private let waitingCount: Int
  private var waiting: Set<UInt> = []
  private var last: UInt = 1_000

  init(
    _ family: SensorFamily,
    _ values: [String: String] = [:],
    endpoint: UInt8 = 0x81,
    size: Int = 512,
    transfers: Int = 8
  ) throws {
    let settings = try SensorSettings(family: family, values: values)
    device = try SensorDevice(family, settings: settings)
    self.endpoint = endpoint
    self.size = size
    waitingCount = transfers
    isFTDI = device.descriptors.vendor == 0x0403
  }

  /// Lets time pass and takes what comes.
  mutating func run(seconds: Double) {
    let end = device.now + .seconds(seconds)
    while device.now < end {
      submit()
      device.advance(to: min(end, device.now + .milliseconds(2)))
      collect()
    }
  }

  mutating func submit() {
    while waiting.count < waitingCount {
      last += 1
      waiting.insert(last)
      _ = device.submit(USBRequest(id: last, endpoint: endpoint, length: size))
      if device.hasCompletion { break }
    }
  }

  /// Takes what has ended.
  ///
  /// - Parameter id: A transfer that is no transfer for data.
  /// - Returns: How that one ended.
  @discardableResult
  mutating func collect(except id: UInt? = nil) -> USBCompletion? {
    var other: USBCompletion?
    while let completion = device.takeCompletion() {
      guard completion.id != id else {
        other = completion
        continue
      }
      waiting.remove(completion.id)
      if completion.status != .done { ends.append(completion.status) }
      transfers.append(completion.data)
      payload += isFTDI ? Self.stripped(completion.data) : completion.data
      if completion.status == .stalled { _ = device.clearHalt(endpoint) }
    }
    return other
  }

  private static func stripped(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: bytes.count, by: 64).flatMap { bytes[$0...].prefix(64).dropFirst(2) }
  }

  /// Writes to the sensor.
  mutating func write(_ bytes: [UInt8], to endpoint: UInt8) {
    last += 1
    _ = device.submit(
      USBRequest(id: last, endpoint: endpoint, length: bytes.count, data: bytes)
    )
    collect(except: last)
  }

  /// Makes a control request.
  ///
  /// - Returns: What came back, or `nil` for a stall.
  @discardableResult
  mutating func control(_ setup: String, _ data: [UInt8] = []) -> [UInt8]? {
    last += 1
    let bytes = hex(setup)
    let length = Int(bytes[6]) | Int(bytes[7]) << 8
    _ = device.submit(
      USBRequest(id: last, endpoint: 0, length: 8 + length, data: bytes + data)
    )
    let completion = collect(except: last)
    return completion?.status == .done ? completion?.data : nil
  }

  /// Forgets what came.
  mutating func forget() {
    payload.removeAll()
    transfers.removeAll()
    ends.removeAll()
  }
}

extension Host {
  /// A Cyton on its chip with the line set up.
  static func cyton(_ values: [String: String] = [:]) throws -> Host {
    var host = try Host(.cyton, values)
    host.control("40090100 00000000")
    host.control("40031a00 00000000")
    return host
  }

  /// The second status byte of each packet of an FTDI chip.
  var statuses: [UInt8] {
    transfers.flatMap { bytes in
      stride(from: 1, to: bytes.count, by: 64).map { bytes[$0] }
    }
  }

  /// The counters of the Cyton packets in what came.
  var cytonCounters: [UInt8] {
    stride(from: 0, to: payload.count - 32, by: 33).map { payload[$0 + 1] }
  }
}
