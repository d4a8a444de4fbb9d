public import CrampModel

/// Writes USB transfers to a pcapng file that Wireshark, tshark and ``CaptureReader`` open.
///
/// Each transfer becomes the two events that Linux's usbmon has for it, submission and completion,
/// in link type LINKTYPE_USB_LINUX_MMAPPED. Both go to the operating system in one write before
/// ``write(_:)`` returns, and nothing is held back, so a killed process loses no transfer that was
/// written; a power cut may lose what the disk had not taken, at most since the last
/// ``synchronize()``. Where a write fails the file keeps its last whole transfer, and a later
/// write goes on from there.
public struct CaptureWriter: ~Copyable, Sendable {
  private var file: OutputFile
  private var transfers: UInt64 = 0

  /// The most data that one transfer may have, in bytes.
  public static let mostData = 16 << 20

  /// The length of the file so far, in bytes.
  public var size: Int { file.size }

  /// Makes the file and writes its header.
  ///
  /// - Parameter path: The file; one that exists is replaced.
  /// - Throws: ``RecordingError`` if the file cannot be made.
  public init(path: String) throws(RecordingError) {
    var file = try OutputFile(path: path)
    try file.append(Self.section() + Self.interface())
    self.file = file
  }

  /// Writes a transfer.
  ///
  /// - Parameter record: A control transfer has a setup of eight bytes.
  /// - Throws: ``RecordingError`` if the disk is full or the transfer cannot be one.
  public mutating func write(_ record: TransferRecord) throws(RecordingError) {
    guard record.data.count <= Self.mostData,
      record.setup.count == (record.kind == .control ? 8 : 0)
    else {
      let what =
        "a transfer with \(record.data.count) bytes and a setup of \(record.setup.count) cannot be"
      throw RecordingError(.write, path: file.path, byteOffset: file.size, .header(what))
    }
    let (submission, completion) = Self.events(record, id: transfers + 1)
    try file.append(Self.block(submission) + Self.block(completion))
    transfers += 1
  }

  /// Waits until everything is on the disk.
  ///
  /// - Throws: ``RecordingError`` if the device fails.
  public func synchronize() throws(RecordingError) {
    try file.synchronize()
  }

  private static func events(
    _ record: TransferRecord,
    id: UInt64
  ) -> (submission: CapturedTransfer, completion: CapturedTransfer) {
    var submission = CapturedTransfer(
      id: id,
      stage: .submitted,
      kind: record.kind,
      endpoint: record.endpoint,
      address: CaptureDevice.Address(bus: record.bus, device: record.device),
      time: record.time,
      status: CapturedTransfer.underWay,
      setup: record.setup,
      length: record.data.count,
      data: record.isIn ? nil : record.data,
      missing: 0
    )
    if record.isIn, record.kind == .control {
      submission.length = Int(record.setup[6]) | Int(record.setup[7]) << 8
    }
    var completion = submission
    completion.stage = .completed
    completion.status = record.status
    completion.setup = []
    completion.length = record.data.count
    completion.data = record.isIn ? record.data : nil
    return (submission, completion)
  }

  // Layouts of blocks and options: draft-ietf-opsawg-pcapng, sections 3.5 and 4.1 to 4.3.

  private static func section() -> [UInt8] {
    var body: [UInt8] = []
    body.append(little: UInt32(0x1A2B_3C4D))
    body.append(little: UInt16(1))
    body.append(little: UInt16(0))
    // The length of the section: not said.
    body.append(little: Int64(-1))
    body += option(4, Array("crampd \(CrampdVersion.current)".utf8)) + option(0, [])
    return block(type: 0x0A0D_0D0A, body)
  }

  private static func interface() -> [UInt8] {
    var body: [UInt8] = []
    body.append(little: UInt16(CapturedTransfer.linkType))
    body.append(little: UInt16(0))
    // The snap length: none.
    body.append(little: UInt32(0))
    // if_tsresol: 10 to the power of -6 seconds.
    body += option(9, [6]) + option(0, [])
    return block(type: 1, body)
  }

  private static func block(_ transfer: CapturedTransfer) -> [UInt8] {
    let packet = transfer.packet
    let time = UInt64(max(0, transfer.time.microseconds))
    var body: [UInt8] = []
    body.reserveCapacity(packet.count + 24)
    body.append(little: UInt32(0))
    body.append(little: UInt32(truncatingIfNeeded: time >> 32))
    body.append(little: UInt32(truncatingIfNeeded: time))
    body.append(little: UInt32(clamping: packet.count))
    body.append(little: UInt32(clamping: packet.count))
    return block(type: 6, body + packet)
  }

  private static func block(type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let padding = (4 - body.count % 4) % 4
    let length = UInt32(clamping: body.count + padding + 12)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count + 16)
    bytes.append(little: type)
    bytes.append(little: length)
    bytes += body
    bytes += [UInt8](repeating: 0, count: padding)
    bytes.append(little: length)
    return bytes
  }

  private static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(little: code)
    bytes.append(little: UInt16(clamping: value.count))
    return bytes + value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }
}
