import CrampModel
import Foundation
import Recordings
import Testing

/// Transfers of two devices as sensors make them, the same for the same seed.
func transfers(count: Int, seed: UInt64) -> [TransferRecord] {
  var random = SplitMix64(seed: seed)
  var time: Int64 = 1_795_000_000_000_000
  return (0..<count).map { _ in
    time += Int64(random.next() % 20_000)
    let kind: TransferRecord.Kind = [.interrupt, .control, .bulk][Int(random.next() % 3)]
    let isIn = random.next() % 2 == 0
    let data = (0..<Int(random.next() % 70)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let number = kind == .control ? 0 : UInt8(random.next() % 15) + 1
    let setup: [UInt8] = [isIn ? 0xC0 : 0x40, 9, 1, 2, 3, 4, UInt8(data.count), 0]
    return TransferRecord(
      time: Timestamp(microseconds: time),
      kind: kind,
      endpoint: number | (isIn ? 0x80 : 0),
      bus: 3,
      device: UInt8(random.next() % 2) + 7,
      status: random.next() % 5 == 0 ? -32 : 0,
      setup: kind == .control ? setup : [],
      data: data
    )
  }
}

/// Writes a capture and returns its bytes.
func capture(_ records: [TransferRecord], _ folder: Folder) throws -> [UInt8] {
  let path = folder.path + "/written.pcapng"
  var writer = try CaptureWriter(path: path)
  for record in records {
    try writer.write(record)
  }
  try writer.synchronize()
  let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  #expect(bytes.count == writer.size)
  return bytes
}

/// What a reader gives of a capture, up to the end or an error.
struct CaptureContent {
  var records: [TransferRecord] = []
  var devices: [String] = []
  var warnings: [String] = []
  var error = ""

  init(_ path: String, device: String? = nil) {
    do throws(RecordingError) {
      let address = device.flatMap { CaptureDevice.Address(spelling: $0) }
      var reader = try CaptureReader(path: path, device: address)
      devices = reader.devices.map(\.description)
      defer { warnings = reader.warnings.map { $0.description.without(path) } }
      while let record = try reader.next() {
        records.append(record)
      }
    } catch {
      self.error = error.description.without(path)
    }
  }
}

extension String {
  fileprivate func without(_ path: String) -> String {
    replacingOccurrences(of: "read \(path): ", with: "")
      .replacingOccurrences(of: "\(path): ", with: "")
  }
}

struct CaptureRoundTripTests {
  @Test(arguments: 1...20)
  func `what is written is read`(seed: UInt64) throws {
    let folder = try Folder()
    let records = transfers(count: 60, seed: seed)
    let path = try folder.file("a.pcapng", try capture(records, folder))
    for device in [7, 8] as [UInt8] {
      let content = CaptureContent(path, device: "3.\(device)")
      #expect(content.records == records.filter { $0.device == device })
      #expect(content.error.isEmpty && content.warnings.isEmpty)
      #expect(content.devices.sorted() == ["3.7", "3.8"])
    }
  }

  @Test
  func `an empty capture has no device`() throws {
    let folder = try Folder()
    let content = CaptureContent(try folder.file("a.pcapng", try capture([], folder)))
    #expect(content.error == "no device that can be used in the capture; there are: none")
  }

  @Test
  func `a full disk is an error, and a transfer that cannot be one too`() throws {
    #expect(throws: RecordingError.self) { _ = try CaptureWriter(path: "/dev/full") }
    let folder = try Folder()
    var writer = try CaptureWriter(path: folder.path + "/a.pcapng")
    var record = transfers(count: 1, seed: 1)[0]
    record.kind = .control
    record.setup = [1, 2, 3]
    let size = writer.size
    do throws(RecordingError) {
      try writer.write(record)
      Issue.record("a setup of three bytes was written")
    } catch {
      #expect(error.description.contains("a setup of 3 cannot be"))
    }
    #expect(writer.size == size)
  }

  @Test
  func `recordings and captures are told apart`() throws {
    let folder = try Folder()
    let path = try folder.file("a.pcapng", try capture(transfers(count: 2, seed: 2), folder))
    #expect(try CaptureReader.recognizes(path: path))
    #expect(complaint(path).hasPrefix("a USB capture holds packets and no samples"))
    let table = try folder.file("a.csv", "time,a\n0,1\n")
    #expect(try !CaptureReader.recognizes(path: table))
    #expect(CaptureContent(table).error == "byte 0: header: no pcapng or pcap capture")
  }
}

struct CaptureDeviceTests {
  private let known: CaptureDevice = {
    var device = CaptureDevice(address: CaptureDevice.Address(bus: 3, device: 7))
    device.vendor = 0x0403
    device.product = 0x6015
    device.name = "FT231X USB UART"
    device.serial = "DQ007XYZ µ"
    return device
  }()

  @Test
  func `a device is known again by what it says at the start`() throws {
    let folder = try Folder()
    let records = transfers(count: 30, seed: 3)
    let written = known.identification(at: .epoch) + records
    let path = try folder.file("a.pcapng", try capture(written, folder))
    let reader = try CaptureReader(path: path) { $0.vendor == 0x0403 }
    #expect(reader.device == known)
    #expect(reader.device.description == "3.7 (0403:6015 FT231X USB UART DQ007XYZ µ)")
    #expect(reader.devices.count == 2)
  }

  @Test
  func `the only device needs no choice, several do`() throws {
    let folder = try Folder()
    let records = transfers(count: 30, seed: 4)
    let one = try folder.file("1.pcapng", try capture(records.filter { $0.device == 8 }, folder))
    #expect(try CaptureReader(path: one) { _ in false }.device.address.device == 8)
    let two = try folder.file("2.pcapng", try capture(records, folder))
    #expect(try CaptureReader(path: two) { $0.address.device == 8 }.device.address.device == 8)
    let error = #expect(throws: RecordingError.self) { try CaptureReader(path: two) { _ in false } }
    #expect(error?.description.contains("there are: 3.") ?? false)
    #expect(CaptureContent(two, device: "9.9").error.hasPrefix("no device 9.9 in the capture"))
  }

  @Test(arguments: ["", "1", "1.", ".1", "1.2.3", "70000.1", "1.256", "-1.1", "a.b"])
  func `an address is two numbers`(text: String) {
    #expect(CaptureDevice.Address(spelling: text) == nil)
  }
}

struct DamagedCaptureTests {
  @Test
  func `a capture cut off anywhere is read up to there`() throws {
    let folder = try Folder()
    let records = transfers(count: 8, seed: 5).map { record in
      var record = record
      record.device = 7
      return record
    }
    let whole = try capture(records, folder)
    let header = try capture([], folder).count
    var ends = [header]
    for count in 1...8 {
      ends.append(try capture(Array(records.prefix(count)), folder).count)
    }
    var begins = [0]
    while let begin = begins.last, begin < whole.count {
      begins.append(begin + Int(whole[begin + 4]) + Int(whole[begin + 5]) << 8)
    }
    for length in 1..<whole.count {
      let content = CaptureContent(try folder.file("cut.pcapng", Array(whole[..<length])))
      let complete = max(0, (ends.lastIndex { $0 <= length } ?? 0))
      #expect(content.records == Array(records.prefix(complete)), "\(length)")
      if content.error.isEmpty {
        let begin = begins.last { $0 <= length } ?? 0
        let message = "byte \(begin): the capture was cut off; it is read up to here"
        #expect(content.warnings == (begin == length ? [] : [message]), "\(length)")
      } else {
        // Before the first submission is complete there is no device.
        #expect(complete == 0 && length < ends[1], "\(length): \(content.error)")
      }
    }
  }

  @Test(arguments: [
    (0, "a block of 0 bytes cannot be"), (11, "a block of 11 bytes cannot be"),
    (0xFFFF_FFFF, "a block of 4294967295 bytes cannot be"),
    (0xFFFF_FFFC, "a block of 4294967292 bytes cannot be"),
    (16, "a block of 16 bytes ends with the length 417931"),
  ])
  func `a block length that cannot be is an error with its place`(
    length: UInt32,
    error: String
  ) throws {
    let folder = try Folder()
    var bytes = try capture(transfers(count: 3, seed: 6), folder)
    let start = try capture([], folder).count
    bytes.replaceSubrange(start + 4..<start + 8, with: little(length))
    let content = CaptureContent(try folder.file("bad.pcapng", bytes))
    #expect(content.error == "byte \(start): header: \(error)")
  }

  @Test
  func `no damage crashes or loops`() throws {
    let folder = try Folder()
    let whole = try capture(transfers(count: 4, seed: 7), folder)
    var random = SplitMix64(seed: 8)
    var errors = 0
    for index in whole.indices {
      for value in [0xFF, UInt8(truncatingIfNeeded: random.next())] {
        var bytes = whole
        bytes[index] = value
        let content = CaptureContent(try folder.file("bad.pcapng", bytes))
        #expect(content.records.count <= 4 && !content.error.contains("\n"))
        if !content.error.isEmpty { errors += 1 }
      }
    }
    #expect(errors > 200)
  }

  @Test
  func `data that a snap length cut is an error that names the packet`() throws {
    let folder = try Folder()
    let bytes = OldCapture(isBigEndian: false, linkType: 189).file([
      .init(stage: "S", endpoint: 0x81, length: 64),
      .init(stage: "C", endpoint: 0x81, data: [1, 2]),
      .init(stage: "C", endpoint: 0x81, length: 64, data: [1, 2, 3]),
    ])
    let content = CaptureContent(try folder.file("cut.pcap", bytes))
    #expect(content.records.map(\.data) == [[1, 2]])
    let end = "capture again without a snap length"
    #expect(content.error == "byte 154: packet 3: cut: 61 of 64 bytes of data are missing; \(end)")
  }
}

func little(_ number: some FixedWidthInteger) -> [UInt8] {
  stride(from: 0, to: number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
}
