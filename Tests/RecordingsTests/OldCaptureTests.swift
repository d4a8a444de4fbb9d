import CrampModel
import Recordings
import Testing

/// A pcap file put together by hand, field by field of usbmon.rst and of the pcap draft.
struct OldCapture {
  var isBigEndian: Bool
  var linkType: UInt32
  var magic: UInt32 = 0xA1B2_C3D4

  struct Event {
    var stage: String
    var kind: UInt8 = 3
    var endpoint: UInt8
    var id: UInt64 = 0xFFFF_8880_1234_5600
    var status: Int32 = 0
    var setup: [UInt8]?
    /// The length that the event tells; that of its data if it is `nil`.
    var length: Int?
    var data: [UInt8]?
    var device: UInt8 = 5
    var flag: UInt8 = 0x3C
  }

  func file(_ events: [Event]) -> [UInt8] {
    var bytes = number(magic) + number(UInt16(2)) + number(UInt16(4))
    bytes += number(UInt32(0)) + number(UInt32(0)) + number(UInt32(65_535)) + number(linkType)
    for (index, event) in events.enumerated() {
      let packet = packet(event, microseconds: Int32(index))
      bytes += number(UInt32(1_795_000_000)) + number(UInt32(index))
      bytes += number(UInt32(packet.count)) + number(UInt32(packet.count + 7)) + packet
    }
    return bytes
  }

  func packet(_ event: Event, microseconds: Int32) -> [UInt8] {
    var bytes = number(event.id) + Array(event.stage.utf8)
    bytes += [event.kind, event.endpoint, event.device]
    bytes +=
      number(UInt16(2)) + [event.setup == nil ? 0x2D : 0, event.data == nil ? event.flag : 0]
    bytes += number(Int64(1_795_000_000)) + number(microseconds) + number(event.status)
    bytes += number(UInt32(event.length ?? event.data?.count ?? 0))
    bytes += number(UInt32(event.data?.count ?? 0))
    bytes += event.setup ?? [UInt8](repeating: 0, count: 8)
    if linkType == 220 { bytes += [UInt8](repeating: 0, count: 16) }
    return bytes + (event.data ?? [])
  }

  private func number(_ value: some FixedWidthInteger) -> [UInt8] {
    isBigEndian ? little(value).reversed() : little(value)
  }
}

struct OldCaptureTests {
  private static let events: [OldCapture.Event] = [
    .init(stage: "S", endpoint: 0x81, id: 1, status: -115, length: 512),
    .init(stage: "C", endpoint: 0x02, id: 9, length: 3),
    .init(
      stage: "S",
      kind: 2,
      endpoint: 0,
      id: 2,
      status: -115,
      setup: [0x40, 3, 0x34, 0x12, 1, 0, 0, 0],
      data: []
    ),
    .init(stage: "C", kind: 2, endpoint: 0, id: 2),
    .init(stage: "S", endpoint: 0x02, id: 3, status: -115, data: [0x62, 0x76]),
    .init(stage: "C", endpoint: 0x81, id: 1, data: [1, 0x60, 0xA0, 7]),
    .init(stage: "C", endpoint: 0x02, id: 3, status: -71, length: 2),
    .init(stage: "S", kind: 0, endpoint: 0x83, id: 4, length: 900),
    .init(stage: "S", endpoint: 0x02, id: 5, status: -115, data: [0x73]),
    .init(stage: "E", endpoint: 0x02, id: 5, status: -19, flag: 0x45),
  ]

  @Test(arguments: [true, false], [(189, 0xA1B2_C3D4), (220, 0xA1B2_C3D4), (220, 0xA1B2_3C4D)])
  func `old captures of both byte orders and both link types are read`(
    isBigEndian: Bool,
    form: (linkType: UInt32, magic: UInt32)
  ) throws {
    let folder = try Folder()
    let old = OldCapture(isBigEndian: isBigEndian, linkType: form.linkType, magic: form.magic)
    let content = CaptureContent(try folder.file("a.pcap", old.file(Self.events)))
    #expect(content.error.isEmpty)
    #expect(content.devices == ["2.5"])
    #expect(content.warnings == ["1 transfers without their submission are left out"])
    let start = 1_795_000_000_000_000 as Int64
    let record = TransferRecord(
      time: Timestamp(microseconds: start + 3),
      kind: .control,
      endpoint: 0,
      bus: 2,
      device: 5,
      setup: [0x40, 3, 0x34, 0x12, 1, 0, 0, 0]
    )
    #expect(content.records.first == record)
    #expect(content.records.map(\.data) == [[], [1, 0x60, 0xA0, 7], [0x62, 0x76], [0x73]])
    #expect(content.records.map(\.status) == [0, 0, -71, -19])
    #expect(content.records.map { $0.time.microseconds - start } == [3, 5, 6, 9])
  }

  @Test
  func `an old capture cut off anywhere is read up to there`() throws {
    let folder = try Folder()
    let whole = OldCapture(isBigEndian: true, linkType: 220).file(Self.events)
    var most = 0
    for length in 24..<whole.count {
      let content = CaptureContent(try folder.file("a.pcap", Array(whole[..<length])))
      #expect(content.records.count >= most && content.records.count <= 4)
      most = content.records.count
      #expect(content.error.isEmpty || length < 24 + 80, "\(length): \(content.error)")
    }
    #expect(most == 3)
  }

  @Test(arguments: [1, 249])
  func `a capture of something else says so`(linkType: UInt32) throws {
    let folder = try Folder()
    let bytes = OldCapture(isBigEndian: false, linkType: linkType).file(Self.events)
    let expected = "byte 24: packet 1: link type \(linkType) is not USB of Linux (189 or 220)"
    #expect(CaptureContent(try folder.file("a.pcap", bytes)).error == expected)
  }

  @Test
  func `submissions that never complete do not fill the memory`() throws {
    let folder = try Folder()
    let lost = (0..<3_000).map {
      OldCapture.Event(stage: "S", endpoint: 2, id: UInt64($0) + 100, data: [1])
    }
    let bytes = OldCapture(isBigEndian: false, linkType: 189).file(lost + Self.events)
    #expect(CaptureContent(try folder.file("a.pcap", bytes)).records.count == 4)
  }

  @Test
  func `data that the kernel could not see is an error`() throws {
    let folder = try Folder()
    let events: [OldCapture.Event] = [.init(stage: "C", endpoint: 0x81, length: 8, flag: 0x44)]
    let bytes = OldCapture(isBigEndian: false, linkType: 189).file(events)
    let content = CaptureContent(try folder.file("a.pcap", bytes))
    #expect(content.error.hasPrefix("byte 24: packet 1: cut: 8 of 8 bytes of data are missing"))
  }

  @Test
  func `a packet shorter than its header is an error`() throws {
    let folder = try Folder()
    var bytes = OldCapture(isBigEndian: false, linkType: 220).file([Self.events[0]])
    bytes.replaceSubrange(24 + 8..<24 + 12, with: little(UInt32(40)))
    let content = CaptureContent(try folder.file("a.pcap", Array(bytes[..<(24 + 16 + 40)])))
    #expect(content.error == "byte 24: packet 1: cut to 40 of the header's 64 bytes")
  }
}
