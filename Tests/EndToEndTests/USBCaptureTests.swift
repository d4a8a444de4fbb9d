import Foundation
import Testing

/// The way from the bytes to the samples: live, from the capture, and by a reader of its own.
@Suite(.enabled(if: EmulatedBed.isThere))
struct USBCaptureTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Records a Cyton that loses frames and is unplugged, and converts what was captured.
  private func record(_ script: [String]) async throws -> (live: [[String]], replayed: [[String]]) {
    try await blocking { [scratch] in
      let recording = scratch.path("live.bdf")
      let capture = scratch.path("live.pcapng")
      let bed = try EmulatedBed(
        "crampctl",
        ["record", recording, "--capture", capture, "--driver", "openbci-cyton"],
        in: scratch
      )
      for line in script { try bed.command(line) }
      let status = try bed.end()
      guard status == 0 else { throw Disappointment("record ended with \(status): \(bed.said)") }
      return (
        try Self.table(recording, in: scratch, []),
        try Self.table(capture, in: scratch, ["--driver", "openbci-cyton"])
      )
    }
  }

  private static func table(
    _ file: String,
    in scratch: Scratch,
    _ options: [String]
  ) throws -> [[String]] {
    let output = scratch.path(file.hasSuffix("bdf") ? "live.csv" : "replayed.csv")
    let run = try CrampctlRun(["convert", file, output] + options)
    guard run.status == 0 else { throw Disappointment(run.errors) }
    return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  @Test func `A recording has the samples and the gaps of the capture`() async throws {
    let (live, replayed) = try await record([
      "plug a cyton serial=DQ1", "wait a frames_delivered=+750 timeout=60", "drop a 40",
      "wait a frames_delivered=+500 timeout=60", "unplug a", "plug a cyton serial=DQ1",
      "wait a frames_delivered=+500 timeout=60",
    ])
    #expect(live.count > 1_700)
    // The last frames may have come after the recording was ended.
    let end = try #require(live.last?.first.flatMap(Double.init))
    let known = Set(live.map { $0[0] })
    let unrecorded = replayed.dropFirst().first { row in
      (Double(row[0]) ?? 0) < end - 0.1 && !known.contains(row[0])
    }
    #expect(unrecorded == nil)
    let exact = Dictionary(uniqueKeysWithValues: replayed.map { ($0[0], $0) })
    var previous = live[0]
    var held = 0
    for row in live.dropFirst() {
      if let other = exact[row[0]] {
        #expect(Self.agree(row, other), "\(row), \(other)")
      } else {
        // Where a gap does not fill records, the last sample is held to the end of one.
        #expect(row.dropFirst() == previous.dropFirst(), "\(row) is in no capture")
        held += 1
      }
      previous = row
    }
    // At most a record of a second, and as many gaps as there were disturbances.
    #expect(held < 3 * 250)
  }

  /// Whether two rows have the same time and, to half a step of 24 bits over 375 mV, samples.
  private static func agree(_ row: [String], _ other: [String]) -> Bool {
    row[0] == other[0]
      && zip(row, other).dropFirst().allSatisfy { value, exact in
        value == exact || abs((Double(value) ?? .nan) - (Double(exact) ?? .nan)) < 0.012
      }
  }

  /// Decodes the FTDI packets and Cyton frames of the file with nothing of ours.
  @Test func `A reader of its own finds the same microvolts in the bytes`() async throws {
    let (_, replayed) = try await record([
      "plug a cyton serial=DQ1", "wait a frames_delivered=+1000 timeout=60",
    ])
    let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch.path("live.pcapng"))))
    let frames = Self.frames(in: Self.payload(of: file))
    #expect(frames.count > 900)
    #expect(frames.count == replayed.count - 1)
    for (frame, line) in zip(frames, replayed.dropFirst()) {
      for (code, text) in zip(frame, line.dropFirst()) {
        // OpenBCI's scale: 4.5 V / 24 / (2^23 - 1).
        let exact = Double(code) * 4.5e6 / 24 / 8_388_607
        #expect(abs((Double(text) ?? .nan) - exact) <= abs(exact) * 1e-6)
      }
    }
  }

  /// The bytes of all completed bulk-in transfers on endpoint 81, without FTDI's status bytes.
  private static func payload(of file: [UInt8]) -> [UInt8] {
    func number(_ offset: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(file[offset + $1]) << (8 * $1) }
    }
    var bytes: [UInt8] = []
    var offset = 0
    while offset + 12 <= file.count {
      let length = number(offset + 4)
      // An enhanced packet block of pcapng: the usbmon header of 64 bytes begins at byte 28.
      if number(offset) == 6, file[offset + 28 + 8] == UInt8(ascii: "C"),
        file[offset + 28 + 9] == 3, file[offset + 28 + 10] == 0x81
      {
        let data = Array(file[(offset + 92)..<(offset + 28 + number(offset + 20))])
        for packet in stride(from: 0, to: data.count, by: 64) {
          bytes += data[min(packet + 2, data.count)..<min(packet + 64, data.count)]
        }
      }
      offset += length
    }
    return bytes
  }

  /// The frames from the first that begins a run of three.
  private static func frames(in bytes: [UInt8]) -> [[Int32]] {
    func isFrame(_ offset: Int) -> Bool {
      offset + 33 <= bytes.count && bytes[offset] == 0xA0 && bytes[offset + 32] >> 4 == 0xC
    }
    var offset = bytes.indices.first { isFrame($0) && isFrame($0 + 33) && isFrame($0 + 66) } ?? 0
    var frames: [[Int32]] = []
    while isFrame(offset) {
      frames.append(
        (0..<8).map { channel in
          let at = offset + 2 + 3 * channel
          let high = Int32(Int8(bitPattern: bytes[at])) << 16
          return high | Int32(bytes[at + 1]) << 8 | Int32(bytes[at + 2])
        }
      )
      offset += 33
    }
    return frames
  }
}
