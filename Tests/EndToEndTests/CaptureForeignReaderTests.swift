import CrampModel
import Foundation
import Recordings
import Testing

/// USB captures that we write, read by Wireshark's command-line program.
struct CaptureForeignReaderTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  // Of no vendor whose protocol Wireshark knows, so that it shows the bytes as they are.
  private static let records: [TransferRecord] = [
    TransferRecord(
      time: Timestamp(microseconds: 1_795_000_000_250_000),
      kind: .control,
      endpoint: 0x80,
      bus: 3,
      device: 17,
      setup: [0x80, 6, 0, 1, 0, 0, 18, 0],
      data: [18, 1, 0, 2, 0, 0, 0, 64, 0x09, 0x12, 0x15, 0x60, 0, 16, 1, 2, 3, 1]
    ),
    TransferRecord(
      time: Timestamp(microseconds: 1_795_000_000_260_000),
      kind: .control,
      endpoint: 0,
      bus: 3,
      device: 17,
      setup: [0x40, 3, 0x34, 0x12, 1, 0, 0, 0]
    ),
    TransferRecord(
      time: Timestamp(microseconds: 1_795_000_000_270_000),
      kind: .bulk,
      endpoint: 0x02,
      bus: 3,
      device: 17,
      data: Array("b".utf8)
    ),
    TransferRecord(
      time: Timestamp(microseconds: 1_795_000_000_280_000),
      kind: .bulk,
      endpoint: 0x81,
      bus: 3,
      device: 17,
      data: [1, 0x60, 0xA0, 0, 7]
    ),
    TransferRecord(
      time: Timestamp(microseconds: 1_795_000_000_290_000),
      kind: .interrupt,
      endpoint: 0x83,
      bus: 3,
      device: 18,
      status: -71
    ),
  ]

  private func written() throws -> String {
    let path = scratch.path("a.pcapng")
    var writer = try CaptureWriter(path: path)
    for record in Self.records {
      try writer.write(record)
    }
    return path
  }

  @Test
  func `tshark sees devices, endpoints, requests and data, and pairs them`() async throws {
    let path = try written()
    let run = try await blocking {
      try ForeignRun(
        shell: "tshark -r \"$1\" -T json 2>/dev/null",
        [path],
        needs: ["tshark"],
        meanwhile: {}
      )
    }
    guard let run else { return }
    try #require(run.status == 0, "\(run.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let packets = try #require(json as? [Any]).map(Packet.init)
    try #require(packets.count == 2 * Self.records.count)
    for (index, record) in Self.records.enumerated() {
      let submission = packets[2 * index]
      let completion = packets[2 * index + 1]
      for packet in [submission, completion] {
        #expect(packet["usb.bus_id"] == "3")
        #expect(packet["usb.device_address"] == String(record.device))
        #expect(packet.number("usb.endpoint_address") == Int(record.endpoint))
        #expect(packet.number("usb.transfer_type") == Int(record.kind.rawValue))
      }
      #expect(submission["usb.urb_type"] == "'S'" || submission["usb.urb_type"] == "S")
      #expect(completion["usb.request_in"] == String(2 * index + 1))
      #expect(completion["usb.urb_status"] == String(record.status))
      #expect(submission["usb.urb_status"] == "-115")
      #expect(completion["frame.time_epoch"]?.hasPrefix("1795000000.2\(5 + index)") ?? false)
    }
    #expect(packets[0]["usb.setup.bRequest"] == "6")
    #expect(packets[1]["usb.idVendor"].flatMap { Packet.number($0) } == 0x1209)
    #expect(packets[1]["usb.idProduct"].flatMap { Packet.number($0) } == 0x6015)
    #expect(packets[2]["usb.setup.wValue"].flatMap { Packet.number($0) } == 0x1234)
    #expect(packets[4]["usb.capdata"] == "62")
    #expect(packets[7]["usb.capdata"] == "01:60:a0:00:07")
  }

  @Test(arguments: ["pcap", "nsecpcap", "pcapng"])
  func `captures that editcap wrote anew are read as ours`(format: String) async throws {
    let path = try written()
    let copy = scratch.path("copy")
    let run = try await blocking {
      try ForeignRun(
        shell: "editcap -F \"$3\" \"$1\" \"$2\"",
        [path, copy, format],
        needs: ["editcap"],
        meanwhile: {}
      )
    }
    guard let run else { return }
    try #require(run.status == 0, "\(run.errors)")
    var reader = try CaptureReader(path: copy) { $0.vendor == 0x1209 }
    var found: [TransferRecord] = []
    while let record = try reader.next() {
      found.append(record)
    }
    #expect(found == Self.records.filter { $0.device == 17 })
    #expect(reader.warnings.isEmpty)
  }
}

/// The fields of one packet as tshark names them, whatever layer they are in.
private struct Packet {
  private var fields: [String: String] = [:]

  init(_ json: Any) {
    collect(json)
  }

  private mutating func collect(_ json: Any) {
    guard let object = json as? [String: Any] else { return }
    for (name, value) in object {
      if let text = value as? String, fields[name] == nil { fields[name] = text }
      collect(value)
    }
  }

  subscript(name: String) -> String? { fields[name] }

  func number(_ name: String) -> Int? { fields[name].flatMap { Self.number($0) } }

  static func number(_ text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }
}
