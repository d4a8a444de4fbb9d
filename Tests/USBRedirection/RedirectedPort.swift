public import SensorEmulation

/// A USB port of a virtual machine, and the sensor in it (usbredir protocol 0.7).
///
///     greeting ──▶ idle ──plug──▶ announced ──unplug──▶ leaving ──acknowledged──▶ idle
///
/// It knows no socket and no clock: bytes go in and out, and ``advance(to:)`` says how long the
/// machine has been connected. One port serves one connection.
public struct RedirectedPort: Sendable {
  /// The most transfers that may be under way.
  static let mostTransfers = 1_024

  /// Where the conversation stands.
  private enum State: Hashable, Sendable {
    case greeting
    case idle
    case announced
    /// The machine has not said yet that it is done with the device before.
    case leaving
  }

  /// A transfer that the model works on.
  enum Transfer: Hashable, Sendable {
    case asked(TransferHead, number: UInt64)
    case listening(Listening)
  }

  /// The sensor that is plugged in.
  public internal(set) var sensor: SensorDevice?
  /// What waits to be sent to the machine.
  public private(set) var output: [UInt8] = []
  /// How long the machine has been connected.
  public private(set) var now = Duration.zero

  var transfers: [UInt: Transfer] = [:]
  var lastTransfer: UInt = 0
  var listening: [UInt8: Listening] = [:]
  var lastPassed: UInt64 = 0
  private(set) var shared: Capabilities = []
  private(set) var announcement: DeviceAnnouncement?
  private var splitter = PacketSplitter()
  private var state = State.greeting
  private var pluggedAt = Duration.zero
  private var configuration: UInt8 = 0

  /// Greets a machine that has just connected.
  ///
  /// - Parameter sensor: What is plugged in already.
  public init(sensor: SensorDevice? = nil) {
    self.sensor = sensor
    let name = Array("crampd sensor emulator".utf8)
    var body = name + [UInt8](repeating: 0, count: 64 - name.count)
    body.append(little: Capabilities.own.rawValue)
    send((0, body))
  }

  /// Whether the machine knows of the sensor.
  public var isAnnounced: Bool { state == .announced }

  /// Takes what waits to be sent.
  public mutating func takeOutput() -> [UInt8] {
    defer { output.removeAll(keepingCapacity: true) }
    return output
  }

  /// Plugs a sensor in, in place of the one that is there.
  public mutating func plug(_ sensor: SensorDevice) {
    unplug()
    self.sensor = sensor
    pluggedAt = now
    if state == .idle { announce() }
  }

  /// Pulls the plug; transfers that are under way are not answered.
  public mutating func unplug() {
    sensor = nil
    forgetTransfers()
    guard state == .announced else { return }
    send((2, []))
    state = shared.contains(.departureAcknowledged) ? .leaving : .idle
  }

  /// Lets time pass for the sensor.
  public mutating func advance(to time: Duration) {
    now = max(now, time)
    sensor?.advance(to: now - pluggedAt)
    collect()
  }

  /// Takes in what the machine has sent.
  ///
  /// - Parameter bytes: Any number of packets or parts of them.
  /// - Throws: ``RedirectionError`` if the connection cannot go on.
  public mutating func receive(_ bytes: some Sequence<UInt8>) throws(RedirectionError) {
    splitter.push(bytes)
    while let packet = try splitter.next(isWide: shared.contains(.wideNumbers)) {
      guard state != .greeting || packet.kind == 0 else { throw .early(kind: packet.kind) }
      try obey(try MachineRequest(packet, shared: shared), number: packet.number)
    }
  }

  private mutating func obey(_ request: MachineRequest, number: UInt64) throws(RedirectionError) {
    switch request {
    case .greeting(let capabilities):
      guard state == .greeting else { throw .greetedAgain }
      shared = capabilities.intersection(.own)
      state = .idle
      announce()
    case .departureAcknowledged:
      guard state == .leaving else { return }
      state = .idle
      announce()
    case _ where state != .announced: break
    case .reset:
      forgetTransfers()
      sensor?.reset()
    case .setConfiguration(let wanted): configure(wanted, number: number)
    case .getConfiguration:
      send((8, [RedirectionStatus.done.rawValue, configuration]), number: number)
    case .setAlternate(let interface, let setting):
      alternate(interface, setting, number: number)
    case .getAlternate(let interface): alternate(interface, 0, number: number)
    case .listen(let endpoint): listen(endpoint, number: number)
    case .stopListening(let endpoint): stopListening(endpoint, number: number)
    case .cancel: cancel(number)
    case .transfer(let head, let data): submit(head, data, number: number)
    case .ignored: break
    }
  }

  private mutating func announce() {
    guard let sensor else { return }
    let announcement = DeviceAnnouncement(sensor.descriptors)
    self.announcement = announcement
    configuration = announcement.configuration
    describe(announcement)
    send((1, announcement.identity(shared: shared)))
    state = .announced
    self.sensor?.open()
  }

  /// Endpoints come first: what the machine learns of interfaces makes it look at them.
  private mutating func describe(_ announcement: DeviceAnnouncement) {
    send((5, announcement.endpoints(shared: shared)))
    send((4, announcement.interfaceTable))
  }

  private mutating func configure(_ wanted: UInt8, number: UInt64) {
    guard let announcement, wanted == 0 || wanted == announcement.configuration else {
      return send((8, [RedirectionStatus.wrong.rawValue, configuration]), number: number)
    }
    forgetTransfers()
    configuration = wanted
    describe(announcement)
    send((8, [RedirectionStatus.done.rawValue, configuration]), number: number)
  }

  /// Interfaces have their first setting only.
  private mutating func alternate(_ interface: UInt8, _ setting: UInt8, number: UInt64) {
    let isThere = setting == 0 && announcement?.interfaces.contains(interface) == true
    let status = isThere ? RedirectionStatus.done : .wrong
    send((11, [status.rawValue, interface, 0]), number: number)
  }

  private mutating func forgetTransfers() {
    for id in transfers.keys.sorted() { _ = sensor?.discard(id) }
    while sensor?.takeCompletion() != nil {}
    transfers.removeAll()
    listening.removeAll()
  }

  mutating func send(_ packet: (kind: UInt32, body: [UInt8]), number: UInt64 = 0) {
    let packet = RedirectionPacket(kind: packet.kind, number: number, body: packet.body)
    packet.append(to: &output, isWide: shared.contains(.wideNumbers))
  }
}
