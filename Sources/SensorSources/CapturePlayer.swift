internal import CrampModel
internal import Recordings
internal import SensorProtocols
internal import USBTransport

/// Plays the transfers of one sensor, one address after the other, into a conversation.
struct CapturePlayer: Sendable {
  /// One address of the capture that is used, with the plan for it.
  struct Device: Sendable {
    let address: CaptureDevice.Address
    let attached: AttachedDevice
    let plan: SensorPlan
  }

  /// How much earlier than its last control request the conversation is begun.
  ///
  /// The live one began before that, for it may itself set the line; a wait that ends later here
  /// than it did there would take an answer for what is to be skipped.
  private static let head = Duration.milliseconds(250)

  /// Why the conversation failed, if it did.
  private(set) var failure: String?
  /// The time of the first frame.
  private(set) var start = Timestamp.epoch
  private(set) var warnings: [RecordingWarning] = []

  private let path: String
  private let devices: [Device]
  private let family: SensorFamily
  private var index = 0
  private var reader: CaptureReader?
  private var layout: LinkLayout?
  private var decoder = LinkDecoder(.hid, maxPacket: 64)
  private var dialogue: any SensorDialogue
  private var isBegun = false
  private var origin: Timestamp?
  private var flow: SampleFlow?
  private var step = DialogueStep()
  private var bytes: [UInt8] = []
  private var piece = SampleBlock(channelCount: 0)
  private var isPieceWaiting = false

  init(path: String, devices: [Device], family: SensorFamily) {
    self.path = path
    self.devices = devices
    self.family = family
    let plan = devices.first?.plan
    dialogue = family.dialogue(
      settings: plan?.settings ?? DriverSettings(),
      isHID: plan?.link == .hid
    )
  }

  /// The addresses that the sensor to be read had, in their order.
  static func devices(
    in path: String,
    options: CaptureReplay.Options
  ) throws -> [Device] {
    let all = try CaptureReader(path: path, accepts: { _ in true }).devices
    var found: [Device] = []
    var causes: [String] = []
    for captured in all {
      if let serial = options.serial, captured.serial != serial { continue }
      switch try device(captured, in: path, options: options) {
      case .success(let device):
        if let first = found.first,
          first.plan.identity != device.plan.identity
            || first.attached.vendor != device.attached.vendor
        {
          causes.append("\(captured): not the first sensor; choose by its serial number")
        } else {
          found.append(device)
        }
      case .failure(let cause): causes.append("\(captured): \(cause.reason)")
      }
    }
    guard !found.isEmpty else { throw CaptureError.noSensor(path, causes) }
    return found
  }

  private struct Unused: Error {
    let reason: String
  }

  private static func device(
    _ captured: CaptureDevice,
    in path: String,
    options: CaptureReplay.Options
  ) throws(RecordingError) -> Result<Device, Unused> {
    var reader = try CaptureReader(path: path, device: captured.address)
    var descriptors = CaptureDescriptors()
    while !descriptors.isComplete, let record = try reader.next() { descriptors.add(record) }
    // The whole configuration follows its head.
    while let record = try reader.next(), record.kind == .control { descriptors.add(record) }
    guard descriptors.isComplete else { return .failure(Unused(reason: "it has no descriptors")) }
    let attached = descriptors.attached(
      bus: captured.address.bus,
      address: captured.address.device
    )
    let ids = USBSensorRule.IDs(vendor: attached.vendor, product: attached.product)
    var rule = USBSensorRule()
    rule.ids = ids
    rule.driver = options.driver
    rule.settings = options.settings
    let seen = SeenDevice(
      ids: ids,
      port: "capture",
      serial: captured.serial,
      link: LinkKind(attached),
      problem: attached.problem
    )
    switch Discovery(rules: [rule], probes: true).verdict(on: seen) {
    case .use(let plan):
      return .success(Device(address: captured.address, attached: attached, plan: plan))
    case .ignore(let reason): return .failure(Unused(reason: reason))
    }
  }

  /// Plays until the sensor streams.
  ///
  /// - Returns: Its account; `nil` if the conversation fails or the capture ends before.
  mutating func begin() throws -> SensorAccount? {
    while dialogue.phase != .streaming {
      guard try advance(), failure == nil else { return nil }
    }
    let account = dialogue.account
    guard !account.channels.isEmpty, let origin else { return nil }
    var flow = SampleFlow(account, at: now)
    _ = flow.absorb(step.frames, at: now)
    start = origin.advanced(bySeconds: now / .seconds(1))
    self.flow = flow
    piece = SampleBlock(channelCount: account.channels.count)
    return account
  }

  /// Collects pieces up to about `seconds`; a piece with a gap begins a block.
  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    block.removeAll()
    let rate = dialogue.account.channels.first?.rate.value ?? 1
    let most = max(1, Int(seconds * rate))
    while true {
      if !isPieceWaiting { isPieceWaiting = flow?.next(into: &piece) ?? false }
      if isPieceWaiting {
        if piece.gap > 0, !block.isEmpty { return true }
        isPieceWaiting = false
        block.gap += piece.gap
        for channel in block.channels.indices where channel < piece.channels.count {
          block.channels[channel].append(contentsOf: piece.channels[channel])
        }
        if (block.channels.first?.count ?? 0) >= most { return true }
      } else if try !advance() {
        return !block.isEmpty
      }
    }
  }

  private var now = Duration.zero

  /// Plays one transfer.
  private mutating func advance() throws(RecordingError) -> Bool {
    guard let record = try nextRecord() else { return false }
    let origin = origin ?? record.time
    self.origin = origin
    let before = now
    now = max(now, .microseconds(record.time.microseconds - origin.microseconds))
    guard let layout, record.kind != .control else { return true }
    let data = record.endpoint & 0x7F
    guard data == layout.input.address & 0x7F || data == layout.output.map({ $0.address & 0x7F })
    else { return true }
    step.removeAll()
    if !isBegun {
      isBegun = true
      dialogue.begin(at: max(.zero, before - Self.head), into: &step)
      flow?.ladder = RecoveryLadder(at: now)
    }
    recover()
    while let deadline = dialogue.deadline, deadline < now {
      dialogue.advance(to: deadline, into: &step)
      if dialogue.deadline == deadline { break }
    }
    if record.endpoint == layout.input.address, !record.data.isEmpty {
      bytes.removeAll(keepingCapacity: true)
      _ = decoder.payload(of: record.data.span, into: &bytes)
      let bytes = bytes
      if !bytes.isEmpty { dialogue.receive(bytes.span, at: now, into: &step) }
    }
    if case .failed(let error) = dialogue.phase { failure = error.description }
    if flow != nil { _ = flow?.absorb(step.frames, at: now) }
    return true
  }

  /// Begins the conversation anew where the live sensor's silence made the daemon do so.
  private mutating func recover() {
    guard flow != nil else { return }
    while let due = flow?.ladder.deadline, let rung = flow?.ladder.climb(at: now) {
      guard rung >= .restartDialogue else { continue }
      flow?.interrupt()
      dialogue.begin(at: due, into: &step)
      failure = nil
    }
  }

  private mutating func nextRecord() throws(RecordingError) -> TransferRecord? {
    while true {
      if reader == nil {
        guard index < devices.count else { return nil }
        let device = devices[index]
        index += 1
        reader = try CaptureReader(path: path, device: device.address)
        // A device without the endpoints of its link was not planned for.
        layout = try? LinkLayout(device.plan.link, of: device.attached)
        decoder = LinkDecoder(device.plan.link, maxPacket: layout?.input.maxPacket ?? 64)
        isBegun = false
        if flow != nil { flow?.interrupt() }
      }
      if let record = try reader?.next() { return record }
      warnings += reader?.warnings ?? []
      reader = nil
    }
  }
}
