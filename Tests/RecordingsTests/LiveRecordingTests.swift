import CrampModel
import Foundation
import Recordings
import Testing

let liveStart = Timestamp(microseconds: 1_795_000_000_250_000)

/// A stream of two channels whose rails suit 24 bits.
func liveStream(
  sensor: String = "openbci-cyton:DQ007XYZ",
  start: Timestamp = liveStart,
  rates: [Double] = [20, 10]
) -> StreamDescription {
  StreamDescription(
    sensor: sensor,
    driver: "openbci-cyton",
    start: start,
    channels: rates.enumerated().map { index, rate in
      ChannelDescription(
        name: "muscle \(index)",
        unit: .microvolt,
        rate: Hertz(rate),
        railLow: -187_500,
        railHigh: 187_500
      )
    }
  )
}

/// Some time of noise in all channels.
func liveNoise(_ stream: StreamDescription, seconds: Double, seed: UInt64) -> SampleBlock {
  var random = SplitMix64(seed: seed)
  return SampleBlock(
    channels: stream.channels.map { channel in
      (0..<Int((seconds * channel.rate.value).rounded())).map { _ in
        Float(random.uniform() * 2_000 - 1_000)
      }
    }
  )
}

func event(
  _ type: EventType,
  at time: Timestamp,
  channel: String? = nil,
  _ details: [EventDetail] = []
) -> CrampEvent {
  let id = EventID(high: 1, low: 2)
  return CrampEvent(
    id: id,
    type: type,
    time: time,
    detected: time,
    channel: channel,
    details: details
  )
}

struct LiveRecordingTests {
  @Test(arguments: 1...10)
  func `at any moment the file holds every full record`(seed: UInt64) throws {
    let folder = try Folder()
    let path = folder.path + "/a.bdf"
    let stream = liveStream()
    var random = SplitMix64(seed: seed)
    var recording = try LiveRecording(path: path, stream: stream)
    var written: [Float] = []
    for step in 0..<12 {
      let seconds = Double(random.next() % 30 + 1) / 10
      let block = liveNoise(stream, seconds: seconds, seed: random.next())
      written += block.channels[0]
      try recording.append(block)
      let content = try Content(path)
      let whole = written.count / 20 * 20
      #expect(content.samples[0].count == whole, "step \(step)")
      #expect(zip(content.samples[0], written).allSatisfy { abs($0 - $1) < 0.03 })
      #expect(content.warnings.first?.contains("the recording was cut off") == true)
      let header = try Data(contentsOf: URL(fileURLWithPath: path))[236..<244]
      let count = whole == 0 ? "-1" : String(whole / 20)
      #expect(String(decoding: header, as: UTF8.self).trimmingCharacters(in: .whitespaces) == count)
    }
    try recording.close()
    let content = try Content(path)
    #expect(content.samples[0].count == written.count)
    #expect(content.warnings.isEmpty)
    #expect(content.stream.start == stream.start)
  }

  @Test(arguments: ["edf", "bdf"])
  func `a file cut off anywhere in its last two records is read up to there`(
    ending: String
  ) throws {
    let folder = try Folder()
    let path = folder.path + "/a.\(ending)"
    var recording = try LiveRecording(path: path, stream: liveStream())
    try recording.append(liveNoise(liveStream(), seconds: 4.5, seed: 1))
    var last = liveNoise(liveStream(), seconds: 2, seed: 2)
    last.gap = 5
    try recording.append(last)
    let whole = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    let complete = try Content(path)
    let length = 30 * (ending == "edf" ? 2 : 3) + 480
    let records = (whole.count - 1_024) / length
    #expect(records == 7 && complete.samples[0].count == 7 * 20)
    for cut in (whole.count - 2 * length)...whole.count {
      let content = try Content(folder.file("cut.\(ending)", Array(whole[..<cut])))
      let count = (cut - 1_024) / length * 20
      #expect(content.samples[0] == Array(complete.samples[0].prefix(count)), "\(cut)")
      #expect(content.gaps == (count > 100 ? complete.gaps : []))
    }
  }

  @Test
  func `events become annotations with their channel, time and words`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.bdf"
    var recording = try LiveRecording(path: path, stream: liveStream())
    let times = [-2, 1, 1.5, 2].map { liveStart.advanced(bySeconds: $0) }
    recording.annotate(event(.crampOnset, at: times[0], channel: "left-calf"))
    recording.annotate(
      event(.signalBad, at: times[1], channel: "muscle 1", [.init(.reason, .text("lead-off"))])
    )
    recording.annotate(event(.marker, at: times[2], [.init(.text, .text("woke @@ up\u{14}\n"))]))
    recording.annotate(event(.spasm, at: times[3], [.init(.duration, .number(0.5))]))
    try recording.append(liveNoise(liveStream(), seconds: 1, seed: 3))
    let expected = [
      Label(onset: -2, duration: nil, trialType: "cramp.onset", channel: "left-calf"),
      Label(onset: 1, duration: nil, trialType: "signal.bad lead-off", channel: "muscle 1"),
      Label(onset: 1.5, duration: nil, trialType: "marker woke @ @ up  "),
      Label(onset: 2, duration: 0.5, trialType: "spasm"),
    ]
    #expect(try Content(path).annotations == expected)
    try recording.close()
    #expect(try Content(path).annotations == expected)
  }

  @Test
  func `a flood of annotations costs bounded memory and is counted`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.bdf"
    var recording = try LiveRecording(path: path, stream: liveStream())
    for _ in 0..<5_000 {
      recording.annotate(event(.marker, at: liveStart))
    }
    try recording.append(liveNoise(liveStream(), seconds: 3, seed: 4))
    do throws(RecordingError) {
      try recording.close()
      Issue.record("5000 annotations found room in three records")
    } catch {
      guard case .annotationsLost(let count) = error.problem else { throw error }
      #expect(count + (try Content(path).annotations.count) == 5_000)
    }
  }

  @Test
  func `samples beyond the rails are clipped and counted`() throws {
    let folder = try Folder()
    let path = folder.path + "/a.bdf"
    var recording = try LiveRecording(path: path, stream: liveStream(rates: [4]))
    try recording.append(SampleBlock(channels: [[0, 187_500, 190_000, -.infinity]]))
    #expect(recording.clippedSamples == 2)
    try recording.close()
    #expect(try Content(path).samples[0][2] == 187_500)
  }

  @Test
  func `no file is written over, and other names are refused`() throws {
    let folder = try Folder()
    let path = try folder.file("a.bdf", "precious")
    for path in [path, folder.path + "/a.csv", folder.path + "/none/a.bdf"] {
      #expect(throws: RecordingError.self) {
        _ = try LiveRecording(path: path, stream: liveStream())
      }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
  }

  @Test(
    arguments: [
      (SignalUnit.microvolt, -187_500, 187_500, ".bdf"), (.microvolt, -3_000, 3_000, ".edf"),
      (.count, 0, 1_023, ".edf"), (.count, -8_388_608, 8_388_607, ".bdf"),
      (.microvolt, nil, nil, ".bdf"), (.count, nil, nil, ".bdf"), (.kilopascal, 0, 40, ".bdf"),
    ] as [(SignalUnit, Float?, Float?, String)]
  )
  func `16 bits are chosen only where they lose nothing`(
    unit: SignalUnit,
    low: Float?,
    high: Float?,
    ending: String
  ) {
    var stream = liveStream(rates: [100])
    stream.channels[0].unit = unit
    stream.channels[0].railLow = low
    stream.channels[0].railHigh = high
    #expect(EDFWriter.Kind(for: stream).ending == ending)
  }
}
