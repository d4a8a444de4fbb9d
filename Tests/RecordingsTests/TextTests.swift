import CrampModel
import Foundation
import Recordings
import Testing

private func rows(_ count: Int, _ row: (Int) -> String) -> String {
  (0..<count).map { row($0) + "\n" }.joined()
}

/// A header, the row of a number, the step from sample to sample, the rate.
private struct TimedTable: Sendable {
  var header: String
  var step: Float
  var rate: Double
  var row: @Sendable (Int) -> String

  static let all = [
    Self(header: "time_s,emg_uv\n", step: 1, rate: 250) { "\(Double($0) / 250),\($0)" },
    Self(header: "t (ms);EMG (mV)\n", step: 1_000, rate: 250) { "\($0 * 4),0;\($0),5" },
    Self(header: "Tiempo (s)\t\"fuerza, izq (N)\"\r\n", step: 1, rate: 10) {
      "\(Double($0) / 10)\t\($0)\r"
    },
    Self(header: "\u{FEFF}timestamp,a_V\n", step: 1e6, rate: 500) {
      "\(1_700_000_000_000 + $0 * 2),\($0)"
    },
    Self(header: "time,index,a\n", step: 1, rate: 10) {
      "2026-11-21 02:51:\(20 + $0 / 10).\($0 % 10),\($0),\($0)"
    },
    Self(header: "time,a,b\n", step: 1, rate: 1_500) {
      "\(String(format: "%.3f", Double($0) / 1_500)),\($0),1e3"
    },
  ]
}

struct TextTests {
  @Test(arguments: TimedTable.all.indices)
  func `a table's times give its rate, its header the units`(index: Int) throws {
    let table = TimedTable.all[index]
    let folder = try Folder()
    let content = try Content(folder.file("a.csv", table.header + rows(100, table.row)))
    #expect(content.stream.channels[0].rate.value == table.rate)
    #expect(content.samples[0].count == 100)
    let first = content.samples[0][1] - content.samples[0][0]
    #expect(abs(first - table.step) <= table.step * 1e-6)
    #expect(content.gaps.isEmpty && content.warnings.isEmpty)
  }

  @Test(arguments: [
    ("emg_uv", "emg", SignalUnit.microvolt, Modality.emg),
    ("EMG (mV)", "EMG", .microvolt, .emg),
    ("Último: Fuerza (N)", "Último: Fuerza", .newton, .force),
    ("cuff [mmHg]", "cuff", .millimetreOfMercury, .pressure),
    ("emg_raw", "emg_raw", .arbitrary, .emg),
    ("left_calf", "left_calf", .arbitrary, .emg),
    ("ENV left_counts", "ENV left", .count, .envelope),
    ("x (left)", "x", .arbitrary, .emg),
  ])
  func `a column's name carries its unit`(
    header: String,
    name: String,
    unit: SignalUnit,
    modality: Modality
  ) throws {
    let folder = try Folder()
    let path = try folder.file("a.csv", "time,\(header)\n0,1\n0.1,2\n")
    let channel = try RecordingReader(path: path).stream.channels[0]
    #expect(channel.name == name)
    #expect(channel.unit == unit && channel.modality == modality)
  }

  @Test(arguments: [
    ("a.csv", "time,a\n0,1\n0.1,x\n", "line 3: column 2: \"x\" is no number"),
    ("a.csv", "time,a\n0,1\n0.1,1,2\n0.2,1\n", "line 3: 3 cells where the table has 2"),
    ("a.csv", "time,a\n0,1\n0.1,1\nz,2\n", "line 4: column 1: \"z\" is no time"),
    ("a.csv", "a,b\n1,2\n", "no column gives the time; say the sample rate (--rate HZ)"),
    ("a.txt", "1 2 3\n4 5 6\n", "no column gives the time; say the sample rate (--rate HZ)"),
    ("a.csv", "time,a\n", "line 1: there are no rows"),
    (
      "a.csv", "time,a\n5,1\n5,2\n",
      "the times of the rows do not advance; say the sample rate (--rate HZ)"
    ),
    ("a.csv", "time\n1\n2\n", "no channel with samples"),
    (
      "a.csv", "time,a\n0,1\n0.0000001,2\n",
      "a sample rate of 10000000.0 Hz cannot be; it is above 0, at most 1 MHz"
    ),
    ("a.csv", "", "the file is empty"),
    ("a.csv", "a\0b", "not a recording of a known format (EDF, BDF, WAV, CSV or OpenBCI text)"),
    ("a.edf", "time,a\n0,1\n", "truncated: 256 bytes are promised, 11 are there; the end is lost"),
    ("a.wav", "RIFF", "byte 0: header: no RIFF header"),
    (
      "a.csv", "\u{0A}\u{0D}\u{0D}\u{0A}....",
      "a USB capture holds packets and no samples; it has to be replayed by its sensor's driver"
    ),
    (
      "a.csv", "%OpenBCI Raw EXG Data\nSample Index, Accel\n0,1\n",
      "line 2: no column \"EXG Channel\""
    ),
  ])
  func `what cannot be read says where and how to mend it`(
    name: String,
    text: String,
    error: String
  ) throws {
    let folder = try Folder()
    #expect(complaint(try folder.file(name, text)) == error)
  }

  @Test(arguments: [
    (ReadingOptions(rate: 0), "a sample rate of 0.0 Hz cannot be; it is above 0, at most 1 MHz"),
    (ReadingOptions(rate: -5), "a sample rate of -5.0 Hz cannot be; it is above 0, at most 1 MHz"),
    (ReadingOptions(rate: .nan), "a sample rate of nan Hz cannot be; it is above 0, at most 1 MHz"),
    (
      ReadingOptions(rate: 2e6),
      "a sample rate of 2000000.0 Hz cannot be; it is above 0, at most 1 MHz"
    ),
    (ReadingOptions(rate: 100, channels: ["c"]), "no channel \"c\"; there are: a, b"),
  ])
  func `options that cannot be are errors`(options: ReadingOptions, error: String) throws {
    let folder = try Folder()
    #expect(complaint(try folder.file("a.csv", "a,b\n1,2\n"), options) == error)
  }

  @Test
  func `a person's rate, unit and channels stand in for what the file does not say`() throws {
    let folder = try Folder()
    let path = try folder.file("a.txt", "a,note,b\n1,x,2\n3,y,4")
    let options = ReadingOptions(rate: 200, unit: .millivolt, channels: ["B", "a"])
    let content = try Content(path, options)
    #expect(content.stream.channels.map(\.name) == ["a", "b"])
    #expect(content.stream.channels.allSatisfy { $0.rate.value == 200 && $0.unit == .microvolt })
    #expect(content.samples == [[1_000, 3_000], [2_000, 4_000]])
  }

  @Test
  func `no such file, a directory and a device are errors`() throws {
    let folder = try Folder()
    #expect(complaint(folder.path + "/none.edf") == "open: No such file or directory")
    #expect(complaint(folder.path) == "not a regular file")
    #expect(complaint("/dev/null") == "not a regular file")
  }

  @Test(arguments: [0.004, 0.1, 10])
  func `a step in the times is a gap, wherever blocks end`(block: Double) throws {
    let folder = try Folder()
    let text = "time,a\n" + rows(100) { "\(Double($0) / 250 + ($0 >= 50 ? 2 : 0)),\($0)" }
    let content = try Content(folder.file("a.csv", text), block: block)
    #expect(content.gaps == [Content.Gap(samplesBefore: 50, seconds: 2)])
    #expect(content.samples[0].count == 100)
  }

  @Test
  func `empty cells are missing samples and a last line that is cut off is left out`() throws {
    let folder = try Folder()
    let path = try folder.file("a.csv", "time,a,b\n0,,1\n0.1,NaN,1e999\n\n0.2,-1.5e-3,+7\n0.3,4")
    let content = try Content(path)
    #expect(content.samples[0].map { $0.isNaN ? -9 : $0 } == [-9, -9, -0.0015])
    #expect(content.samples[1].map { $0.isNaN ? -9 : $0 } == [1, -9, 7])
    #expect(content.warnings == ["\(path): line 6: the last line is cut off; it is left out"])
  }

  @Test
  func `a skip of the OpenBCI sample index is a gap`() throws {
    let folder = try Folder()
    let head =
      "%OpenBCI Raw EXG Data\n%Number of channels = 1\n%Sample Rate = 250 Hz\n"
      + "%Board = OpenBCI_GUI$BoardCytonSerial\nSample Index, EXG Channel 0, Timestamp\n"
    let counts = [254, 255, 0, 1, 4, 5, 253]
    let text = head + counts.map { "\($0), 1.5, 1700000000.25\n" }.joined()
    let content = try Content(folder.file("a.txt", text))
    #expect(content.gaps.map(\.samplesBefore) == [4, 6])
    #expect(content.gaps.map(\.seconds) == [0.008, 0.988])
    #expect(content.stream.start == Timestamp(microseconds: 1_700_000_000_250_000))
  }

  @Test
  func `long files of long lines are read in pieces`() throws {
    let folder = try Folder()
    let text = "time,a\n" + rows(30_000) { "\($0)e-3,      \($0).25\($0 % 7 == 0 ? "      " : "")" }
    let content = try Content(folder.file("a.csv", text))
    #expect(content.samples[0].count == 30_000)
    #expect(content.samples[0].enumerated().allSatisfy { $1 == Float($0) + 0.25 })
    let line = String(repeating: "1,", count: 700_000)
    #expect(
      complaint(try folder.file("b.csv", line))
        == "line 1: the line is longer than 1 MiB; this is no table of samples"
    )
  }

  @Test
  func `numbers are read as exactly as the long way reads them`() throws {
    let folder = try Folder()
    var random = SplitMix64(seed: 12)
    let values = (0..<2_000).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    }.filter(\.isFinite)
    let path = try folder.file("a.csv", "a\n" + values.map { "\($0)\n" }.joined())
    #expect(try Content(path, ReadingOptions(rate: 10)).samples[0] == values)
  }

  @Test
  func `no damage to a table crashes`() throws {
    let folder = try Folder()
    let whole = Array("\"time (s)\",emg_uv\n0,1\n0.1,\"2\"\n0.2,3e1\n".utf8)
    var random = SplitMix64(seed: 13)
    for _ in 0..<1_500 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      #expect(!complaint(try folder.file("bad.csv", bytes)).contains("\n"))
    }
  }
}

struct CSVWriterTests {
  @Test
  func `what was written is read back exactly, with gaps and missing samples`() throws {
    let folder = try Folder()
    let stream = StreamDescription(
      sensor: "a",
      driver: "b",
      channels: [
        ChannelDescription(name: "left, calf", unit: .microvolt, rate: Hertz(1_000)),
        ChannelDescription(name: "grip", unit: .newton, rate: Hertz(1_000), modality: .force),
      ]
    )
    var random = SplitMix64(seed: 14)
    let samples = (0..<2).map { _ in (0..<300).map { _ in Float(random.uniform() * 1e4 - 5e3) } }
    var second = SampleBlock(gap: 0.25, channels: samples)
    second.channels[0][7] = .nan
    var writer = try CSVWriter(path: folder.path + "/a.csv", stream: stream)
    try writer.write(SampleBlock(channels: samples))
    try writer.write(second)
    try writer.close()
    let content = try Content(folder.path + "/a.csv")
    #expect(content.stream.channels == stream.channels)
    #expect(content.gaps == [Content.Gap(samplesBefore: 300, seconds: 0.25)])
    #expect(content.samples[1] == samples[1] + samples[1])
    #expect(content.samples[0][307].isNaN && content.samples[0][306] == samples[0][6])
  }
}
