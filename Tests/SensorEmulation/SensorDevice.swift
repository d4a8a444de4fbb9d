/// A sensor on the bus: descriptors, bridge, firmware, the queue between them, and its faults.
///
///     electrodes ─▶ firmware ─▶ FIFO ─▶ bridge ─▶ transfers of the host
///                      ▲                  │
///                      └── serial line ◀──┘
///
/// It knows no clock: ``advance(to:)`` says how long it has been plugged in.
public struct SensorDevice: Sendable {
  /// What it says of itself.
  public let descriptors: USBDescriptors
  /// Which drivers of the kernel hold its interfaces, and which programs.
  public var interfaces: InterfaceTable
  /// What went over the bus.
  public internal(set) var traffic = Traffic()
  /// What goes wrong.
  public internal(set) var faults: Faults
  /// What waits for the host.
  public internal(set) var queue: FrameQueue
  /// The microcontroller's program.
  public internal(set) var firmware: any Firmware
  /// How long it has been plugged in.
  public private(set) var now = Duration.zero
  /// Whether it is plugged in.
  public private(set) var isPresent = true

  var bridge: any Bridge
  let wiring: Wiring
  let dataIn: UInt8
  var pipes: [UInt8: Pipe] = [:]
  var completions: [USBCompletion] = []
  var output = FirmwareOutput()

  /// How a microcontroller hangs on its bridge.
  public struct Wiring: Hashable, Sendable {
    /// The speed of the firmware's UART; `nil` where there is none.
    public var baud: Int?
    /// Whether data terminal ready resets the microcontroller when it rises.
    public var resetsWhenReady = false
    /// Whether the firmware says nothing before data terminal ready.
    public var waitsForReady = false
    /// Whether a reset of the bus resets the firmware: they are one chip.
    public var isOneChip = false

    /// A UART of `baud`, or none.
    public init(baud: Int?) {
      self.baud = baud
    }
  }

  /// One direction of an endpoint.
  struct Pipe: Hashable, Sendable {
    let size: Int
    var isHalted = false
    var waiting: [USBRequest] = []
  }

  /// Plugs a sensor in.
  ///
  /// - Parameters:
  ///   - descriptors: What it says of itself.
  ///   - driver: The kernel's driver that takes its interfaces.
  ///   - bridge: The chip on the bus.
  ///   - firmware: The program.
  ///   - wiring: How the program hangs on the chip.
  ///   - isQueueUnlimited: Whether a slow host loses nothing.
  public init(
    descriptors: USBDescriptors,
    driver: String?,
    bridge: any Bridge,
    firmware: any Firmware,
    wiring: Wiring,
    isQueueUnlimited: Bool = true
  ) {
    self.descriptors = descriptors
    self.bridge = bridge
    self.firmware = firmware
    self.wiring = wiring
    let known = descriptors.interfaces
    interfaces = InterfaceTable(numbers: known.map(\.number), driver: driver)
    queue = FrameQueue(limit: isQueueUnlimited ? nil : bridge.capacity)
    faults = Faults(isQueueUnlimited: isQueueUnlimited)
    for endpoint in known.flatMap(\.endpoints) {
      pipes[endpoint.address] = Pipe(size: max(1, endpoint.size))
    }
    dataIn =
      known.flatMap { interface in
        interface.endpoints.filter { $0.isIn && ($0.kind == 2 || interface.code == 3) }
      }.first?.address ?? 0
    self.firmware.reset(at: .zero)
  }

  /// Whether reports of 64 bytes are kept or lost as a whole.
  var unit: Int { bridge is HIDBridge ? 64 : 1 }

  /// Lets time pass in steps of a millisecond, so that being called late loses nothing.
  public mutating func advance(to time: Duration) {
    while isPresent, now < time {
      now = min(now + .milliseconds(1), time)
      firmware.advance(to: now, into: &output)
      if !output.bytes.isEmpty { route() }
      output.removeAll()
      pump()
    }
  }

  /// Takes the oldest transfer that has ended; `nil` if none has.
  public mutating func takeCompletion() -> USBCompletion? {
    completions.isEmpty ? nil : completions.removeFirst()
  }

  /// Whether a transfer has ended that was not taken.
  public var hasCompletion: Bool { !completions.isEmpty }

  /// Pulls the plug: what is under way ends.
  public mutating func unplug() {
    isPresent = false
    for address in pipes.keys.sorted() {
      for request in pipes[address]?.waiting ?? [] { end(request, .shutdown) }
      pipes[address]?.waiting.removeAll()
    }
  }

  /// Notes that a program opened the device.
  public mutating func open() {
    traffic.opens += 1
    if faults.silence == .untilReopen { faults.silence = .none }
  }

  /// Notes that a program closed the device; its claims and transfers are gone.
  public mutating func close(owner: Int) {
    traffic.closes += 1
    interfaces.releaseAll(owner: owner)
  }

  /// Resets the device on the bus.
  public mutating func reset() {
    bridge.reset()
    for address in pipes.keys { pipes[address]?.isHalted = false }
    if faults.silence == .untilReset { faults.silence = .none }
    if wiring.isOneChip { firmware.reset(at: now) }
  }

  /// Ends the halt of an endpoint.
  ///
  /// - Parameter endpoint: Its address.
  /// - Returns: `false` if there is no such endpoint.
  public mutating func clearHalt(_ endpoint: UInt8) -> Bool {
    guard pipes[endpoint] != nil else { return false }
    pipes[endpoint]?.isHalted = false
    pump()
    return true
  }

  mutating func end(_ request: USBRequest, _ status: USBStatus, sent: Int? = nil) {
    completions.append(
      USBCompletion(
        id: request.id,
        status: status,
        length: sent ?? request.received.count,
        data: request.received
      )
    )
  }
}

/// What went over the bus.
public struct Traffic: Hashable, Sendable {
  /// Data packets to the host.
  public var packets = 0
  /// Transfers that were asked for, control ones included.
  public var submitted = 0
  /// Control requests.
  public var controlRequests = 0
  /// How often a program opened the device.
  public var opens = 0
  /// How often a program closed it.
  public var closes = 0
  /// Frames that the firmware said while nobody could hear it.
  public var silencedFrames = 0
  /// Frames that a wrong line speed garbled.
  public var garbledFrames = 0
}
