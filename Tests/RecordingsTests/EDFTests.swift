import CrampModel
import Foundation
import Recordings
import Testing

private func stream(
  _ kind: EDFWriter.Kind = .edf,
  rates: [Double] = [1_000, 1_000, 100],
  start: Timestamp = Timestamp(microseconds: 1_795_000_000_250_000)
) -> StreamDescription {
  StreamDescription(
    sensor: "synthetic:7",
    driver: "synthetic",
    start: start,
    channels: rates.enumerated().map { index, rate in
      ChannelDescription(
        name: "muscle \(index)",
        unit: index == 2 ? .kilogramForce : .microvolt,
        rate: Hertz(rate),
        modality: index == 2 ? .force : .emg,
        railLow: -1_500.5,
        railHigh: 1_500.5
      )
    }
  )
}

private func noise(_ stream: StreamDescription, seconds: Double, seed: UInt64) -> SampleBlock {
  var random = SplitMix64(seed: seed)
  return SampleBlock(
    channels: stream.channels.map { channel in
      (0..<Int(seconds * channel.rate.value)).map { _ in Float(random.uniform() * 3_000 - 1_500) }
    }
  )
}

private func write(
  _ path: String,
  _ kind: EDFWriter.Kind,
  _ stream: StreamDescription,
  _ blocks: [SampleBlock],
  _ labels: [Label] = []
) throws {
  var writer = try EDFWriter(path: path, kind: kind, stream: stream)
  for block in blocks {
    try writer.write(block)
  }
  for label in labels {
    writer.annotate(label)
  }
  try writer.close()
}

struct EDFTests {
  @Test(
    arguments: [(EDFWriter.Kind.edf, 3_001.0 / 65_535), (.bdf, 3_001.0 / 16_777_215 * 8)],
    [0.013, 0.25, 1, 7.3]
  )
  func `what was written is read back within half a digital step`(
    kind: (EDFWriter.Kind, Double),
    block: Double
  ) throws {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream()
    let samples = noise(described, seconds: 5.37, seed: 1)
    let labels = [
      Label(onset: 1.5, duration: 2.25, trialType: "cramp", channel: "muscle 1"),
      Label(onset: 3, duration: nil, trialType: "spasm", channel: nil),
    ]
    try write(path, kind.0, described, [samples], labels)
    let content = try Content(path, block: block)
    #expect(content.stream.channels == described.channels)
    #expect(content.stream.start == described.start)
    for (written, read) in zip(samples.channels, content.samples) {
      #expect(written.count == read.count)
      let worst = zip(written, read).map { abs(Double($0) - Double($1)) }.max() ?? 0
      #expect(worst <= kind.1 / 2 + 1e-4)
    }
    #expect(content.gaps.isEmpty && content.warnings.isEmpty)
    #expect(content.annotations == labels)
    #expect(try RecordingReader(path: path).duration == 5.37)
  }

  @Test(arguments: [1.0, 2.5, 0.4, 3_600])
  func `a gap keeps the time of what follows it`(gap: Double) throws {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream(rates: [500])
    let first = noise(described, seconds: 2.6, seed: 2)
    var second = noise(described, seconds: 3, seed: 3)
    second.gap = gap
    try write(path, .edf, described, [first, second])
    let content = try Content(path)
    // The rest of the record that the gap cuts is held, the whole records are jumped over.
    let jumped = max(0, gap - 0.4)
    #expect(content.gaps.map(\.seconds) == (jumped > 0 ? [jumped] : []))
    #expect(content.samples[0].count == 1_500 + 1_500)
    #expect(abs(content.samples[0][1_500] - second.channels[0][0]) < 0.05)
    let lost = content.annotations.filter { $0.trialType == "samples lost" }
    #expect(lost.map(\.onset) == [2.6] && lost.map(\.duration) == [0.4])
    #expect(try RecordingReader(path: path).duration == rounded(5.6 + gap))
  }

  @Test
  func `missing samples hold the last value and say so, missing records are a gap`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.bdf"
    let described = stream(rates: [100, 100])
    var block = noise(described, seconds: 6, seed: 4)
    for index in 150..<170 { block.channels[1][index] = .nan }
    for index in 300..<500 {
      block.channels[0][index] = .nan
      block.channels[1][index] = .nan
    }
    try write(path, .bdf, described, [block])
    let content = try Content(path)
    #expect(content.gaps == [Content.Gap(samplesBefore: 300, seconds: 2)])
    #expect(content.samples[1][150..<170].allSatisfy { $0 == content.samples[1][149] })
    let lost = Label(onset: 1.5, duration: 0.2, trialType: "samples lost", channel: "muscle 1")
    #expect(content.annotations == [lost])
  }

  @Test
  func `a file that was never closed is read up to its last record`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream(rates: [100])
    var writer = try EDFWriter(path: path, kind: .edf, stream: described)
    try writer.write(noise(described, seconds: 3.5, seed: 5))
    let content = try Content(path)
    #expect(content.samples[0].count == 300)
    #expect(
      content.warnings == ["\(path): byte 236: the recording was cut off; 3 whole records are read"]
    )
    try writer.close()
    #expect(try Content(path).samples[0].count == 350)
  }

  @Test
  func `annotations that come late find room, and those that do not are counted`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream(rates: [100])
    let labels = (0..<40).map {
      Label(onset: Double($0) / 8, duration: 0.1, trialType: "tic \($0)")
    }
    try write(path, .edf, described, [noise(described, seconds: 5, seed: 6)], labels)
    #expect(try Content(path).annotations.sorted { $0.onset < $1.onset } == labels)
    let error = #expect(throws: RecordingError.self) {
      try write(path, .edf, described, [noise(described, seconds: 1, seed: 6)], labels)
    }
    guard case .annotationsLost(let count) = error?.problem else {
      Issue.record("another error")
      return
    }
    #expect(count + (try Content(path).annotations.count) == 40)
  }

  @Test(arguments: [1_000, 250, 256, 44_100, 1_925.9259, 333.25, 0.5, 1_000.0 / 3])
  func `records hold whole numbers of samples at any rate`(rate: Double) throws {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream(rates: [rate])
    try write(path, .edf, described, [noise(described, seconds: 8, seed: 7)])
    let content = try Content(path)
    #expect(abs(content.stream.channels[0].rate.value - rate) < 2e-6 * rate)
    #expect(abs(content.samples[0].count - Int(8 * rate)) <= 1)
  }

  @Test
  func `samples outside of the range are clipped and counted`() throws {
    let folder = try Folder()
    var writer = try EDFWriter(path: folder.path + "/a.edf", kind: .edf, stream: stream(rates: [4]))
    try writer.write(SampleBlock(channels: [[0, 1_600, -9_000, .nan]]))
    try writer.close()
    #expect(writer.clippedSamples == 2)
    #expect(try Content(folder.path + "/a.edf").samples[0][1] == 1_500.5)
  }
}

private func rounded(_ seconds: Double) -> Double { (seconds * 1e9).rounded() / 1e9 }

struct DamagedEDFTests {
  private static func sample(rates: [Double] = [1_000, 1_000, 100]) throws -> [UInt8] {
    let folder = try Folder()
    let path = folder.path + "/a.edf"
    let described = stream(rates: rates)
    var second = noise(described, seconds: 2, seed: 9)
    second.gap = 3
    try write(path, .edf, described, [noise(described, seconds: 2, seed: 8), second])
    return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test
  func `a file cut off anywhere is an error that says where`() throws {
    let folder = try Folder()
    let whole = try Self.sample()
    for length in stride(from: 0, to: whole.count, by: 100) {
      let path = try folder.file("cut.edf", Array(whole[..<length]))
      let text = complaint(path)
      #expect(text.contains(length == 0 ? "empty" : "truncated"), "\(length): \(text)")
      if length > 1_280 { #expect(text.hasPrefix("byte \(length): truncated")) }
    }
  }

  @Test
  func `no damage to the header crashes`() throws {
    let folder = try Folder()
    let whole = try Self.sample(rates: [20, 20, 10])
    var random = SplitMix64(seed: 10)
    var errors = 0
    for index in 0..<1_280 {
      for byte in [random.next(), index % 2 == 0 ? 0x39 : 0x2D].map({
        UInt8(truncatingIfNeeded: $0)
      }) {
        var bytes = whole
        bytes[index] = byte
        let text = complaint(try folder.file("bad.edf", bytes))
        #expect(!text.contains("\n"))
        if text != "none" { errors += 1 }
      }
    }
    #expect(errors > 100)
  }

  @Test
  func `no damage to the records crashes`() throws {
    let folder = try Folder()
    let whole = try Self.sample()
    var random = SplitMix64(seed: 11)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<40 {
        // The annotation signal is the last 480 bytes of a record of 4680.
        let record = Int(random.next() % 4)
        bytes[1_280 + record * 4_680 + 4_200 + Int(random.next() % 60)] =
          [0, 0x14, 0x15, 0x2B, 0x2D, 0x39, 0x65][Int(random.next() % 7)]
      }
      #expect(complaint(try folder.file("bad.edf", bytes)) == "none")
    }
  }

  @Test(arguments: [
    (168, "xx      ", "byte 168: header: start date \"xx\" is not dd.mm.yy"),
    (184, "512     ", "byte 184: header: its length 512 is not 256 x (1 + 4 signals)"),
    (244, "0       ", "byte 244: header: a record duration of 0.0 s gives no sample rate"),
    (252, "0   ", "byte 252: header: number of signals \"0\" is no number that it can be"),
    (
      236, "9999    ",
      "byte 20000: truncated: 46796600 bytes are promised, 20000 are there; the end is lost"
    ),
    (
      256 + 4 * 120, "32767   ",
      "byte 768: header: digital minimum and maximum of muscle 0 are equal"
    ),
    (256 + 4 * 216, "99999999", "byte 1120: header: a record of 200002678 bytes cannot be"),
  ])
  func `a header that cannot be is an error with its place`(
    offset: Int,
    field: String,
    error: String
  ) throws {
    let folder = try Folder()
    var bytes = try Self.sample()
    bytes.replaceSubrange(offset..<offset + field.utf8.count, with: field.utf8)
    #expect(complaint(try folder.file("bad.edf", bytes)) == error)
  }

  @Test
  func `a signal may be upside down, in millivolts, or shorter than the file`() throws {
    let folder = try Folder()
    var bytes = try Self.sample()
    bytes.replaceSubrange(256 + 4 * 96..<256 + 4 * 96 + 8, with: "mV      ".utf8)
    bytes.replaceSubrange(256 + 4 * 104..<256 + 4 * 104 + 8, with: "1.5     ".utf8)
    bytes.replaceSubrange(256 + 4 * 112..<256 + 4 * 112 + 8, with: "-1.5    ".utf8)
    bytes += [1, 2, 3]
    let upright = try Content(folder.file("a.edf", try Self.sample()))
    let turned = try Content(folder.file("b.edf", bytes))
    #expect(turned.stream.channels[0].railLow == -1_500)
    #expect(turned.stream.channels[0].unit == .microvolt)
    let factor = -1_500 / 1_500.5 as Float
    #expect(abs(turned.samples[0][5] - upright.samples[0][5] * factor) < 0.01)
    #expect(turned.warnings.count == 1)
  }
}
