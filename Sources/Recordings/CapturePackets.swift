import CrampModel

/// One packet of a capture, with its place.
struct CapturePacket: Sendable {
  /// Counts from 1 through the file.
  let number: Int
  /// Where its block or its record begins in the file.
  let byteOffset: Int
  let linkType: Int
  let content: OrderedBytes
}

/// The packets of a pcapng or pcap file, in order.
///
/// Read here and not through libpcap: libpcap 1.10 reports a file that a killed writer left torn
/// by the same return value as damage, names no place in the file, refuses files whose interfaces
/// differ in link type, and brings D-Bus, systemd and a compressor into the process. What is left
/// of the format for two USB link types is this file; every length is checked before it is used.
struct CapturePackets: Sendable {
  let file: InputFile
  /// Where the last block begins, if the file ends inside it.
  private(set) var tornAt: Int?
  private let form: CaptureForm
  private var window = FileWindow()
  private var offset = 0
  private var number = 0
  private var isBigEndian = false
  private var interfaces: [Interface] = []

  private struct Interface {
    let linkType: Int
    let snapLength: Int
  }

  /// Reads the start of a capture.
  init(file: InputFile) throws(RecordingError) {
    guard let form = CaptureForm(try file.bytes(count: 4)) else {
      throw RecordingError(path: file.path, byteOffset: 0, .header("no pcapng or pcap capture"))
    }
    self.file = file
    self.form = form
    guard case .pcap(let isBigEndian) = form else { return }
    self.isBigEndian = isBigEndian
    guard let header = try bytes(at: 0, count: 24) else {
      throw RecordingError(path: file.path, .truncated(expected: 24, found: file.size))
    }
    // The upper bits tell about check sequences, which USB captures do not have.
    let linkType = header.count(at: 20) & 0x03FF_FFFF
    interfaces = [Interface(linkType: linkType, snapLength: header.count(at: 16))]
    offset = 24
  }

  /// The next packet; `nil` at the end, where ``tornAt`` says whether it was a clean one.
  mutating func next() throws(RecordingError) -> CapturePacket? {
    guard case .pcapng = form else { return try nextRecord() }
    while let block = try nextBlock() {
      if let packet = try packet(in: block) { return packet }
    }
    return nil
  }

  /// Far above what a transfer holds, far below what memory bears.
  static let longestBlock = 32 << 20

  /// A packet of the old format.
  ///
  ///     seconds 4, fraction 4, captured length 4, original length 4, content
  private mutating func nextRecord() throws(RecordingError) -> CapturePacket? {
    guard let head = try bytesOrTorn(count: 16) else { return nil }
    let length = head.count(at: 8)
    guard length <= Self.longestBlock else {
      throw error("a packet of \(length) bytes cannot be")
    }
    guard let whole = try bytesOrTorn(count: 16 + length) else { return nil }
    let start = offset
    offset += 16 + length
    return packet(in: whole, from: 16, count: length, interface: 0, at: start)
  }

  /// The next block, with its head and its trailing length.
  private mutating func nextBlock() throws(RecordingError) -> OrderedBytes? {
    guard var head = try bytesOrTorn(count: 12) else { return nil }
    if head.bytes.starts(with: Self.sectionType) {
      isBigEndian = try order(of: head)
      interfaces = []
      head = OrderedBytes(bytes: head.bytes, isBigEndian: isBigEndian)
    }
    let length = head.count(at: 4)
    guard length >= 12, length % 4 == 0, length <= Self.longestBlock else {
      throw error("a block of \(length) bytes cannot be")
    }
    guard let block = try bytesOrTorn(count: length) else { return nil }
    let repeated = block.count(at: length - 4)
    guard repeated == length else {
      throw error("a block of \(length) bytes ends with the length \(repeated)")
    }
    offset += length
    return block
  }

  private static let sectionType: [UInt8] = [0x0A, 0x0D, 0x0D, 0x0A]

  private func order(of head: OrderedBytes) throws(RecordingError) -> Bool {
    switch Array(head.bytes[8..<12]) {
    case [0x4D, 0x3C, 0x2B, 0x1A]: return false
    case [0x1A, 0x2B, 0x3C, 0x4D]: return true
    default: throw error("a section without a byte-order magic")
    }
  }

  /// What a block holds, if it is a packet; interfaces are remembered, other blocks passed over.
  ///
  /// Block types and layouts: draft-ietf-opsawg-pcapng, sections 4.2 to 4.4 and appendix A.
  private mutating func packet(in block: OrderedBytes) throws(RecordingError) -> CapturePacket? {
    let start = offset - block.bytes.count
    let room = block.bytes.count - 12
    switch block.count(at: 0) {
    case 1:
      try check(room >= 8 && interfaces.count < 10_000, "an interface that cannot be", start)
      let linkType = Int(block.number(UInt16.self, at: 8))
      interfaces.append(Interface(linkType: linkType, snapLength: block.count(at: 12)))
      return nil
    case 2, 6:
      try check(room >= 20, "a packet block that is too short", start)
      let isOld = block.count(at: 0) == 2
      let interface = isOld ? Int(block.number(UInt16.self, at: 8)) : block.count(at: 8)
      let length = block.count(at: 20)
      try check(length <= room - 20, "a packet of \(length) bytes in \(room - 20)", start)
      try check(interface < interfaces.count, "no description of interface \(interface)", start)
      return packet(in: block, from: 28, count: length, interface: interface, at: start)
    case 3:
      try check(room >= 4 && !interfaces.isEmpty, "a simple packet that cannot be", start)
      let limit = interfaces[0].snapLength
      let length = min(block.count(at: 8), limit > 0 ? limit : .max)
      try check(length <= room - 4, "a packet of \(length) bytes in \(room - 4)", start)
      return packet(in: block, from: 12, count: length, interface: 0, at: start)
    default:
      return nil
    }
  }

  private mutating func packet(
    in bytes: OrderedBytes,
    from first: Int,
    count: Int,
    interface: Int,
    at start: Int
  ) -> CapturePacket {
    number += 1
    let content = Array(bytes.bytes[first..<first + count])
    return CapturePacket(
      number: number,
      byteOffset: start,
      linkType: interfaces[interface].linkType,
      content: OrderedBytes(bytes: content, isBigEndian: isBigEndian)
    )
  }

  private mutating func bytesOrTorn(count: Int) throws(RecordingError) -> OrderedBytes? {
    if let bytes = try bytes(at: offset, count: count) { return bytes }
    if offset < file.size { tornAt = offset }
    return nil
  }

  private mutating func bytes(
    at offset: Int,
    count: Int
  ) throws(RecordingError) -> OrderedBytes? {
    guard let bytes = try window.bytes(of: file, at: offset, count: count) else { return nil }
    return OrderedBytes(bytes: bytes, isBigEndian: isBigEndian)
  }

  private func check(_ holds: Bool, _ what: String, _ place: Int) throws(RecordingError) {
    guard !holds else { return }
    throw RecordingError(path: file.path, byteOffset: place, .header(what))
  }

  private func error(_ what: String) -> RecordingError {
    RecordingError(path: file.path, byteOffset: offset, .header(what))
  }
}

/// A part of a file in memory, so that small pieces in a row cost few calls of the system.
private struct FileWindow: Sendable {
  private var start = 0
  private var content: [UInt8] = []

  /// Some bytes of the file; `nil` if it ends before them.
  mutating func bytes(
    of file: InputFile,
    at offset: Int,
    count: Int
  ) throws(RecordingError) -> [UInt8]? {
    guard count <= file.size - offset else { return nil }
    if offset < start || offset + count > start + content.count {
      content = try file.bytes(count: max(count, 64 << 10), from: offset)
      start = offset
    }
    let first = offset - start
    guard first + count <= content.count else { return nil }
    return Array(content[first..<first + count])
  }
}
