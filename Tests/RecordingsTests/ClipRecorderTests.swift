import CrampModel
import Foundation
import Recordings
import Testing

/// A stream whose samples are whole numbers that every file holds exactly.
private func countedStream(rates: [Double] = [200, 100, 20]) -> StreamDescription {
  StreamDescription(
    sensor: "arduino:1",
    driver: "text-lines",
    start: liveStart,
    channels: rates.enumerated().map { index, rate in
      ChannelDescription(
        name: "muscle \(index)",
        unit: .count,
        rate: Hertz(rate),
        railLow: -32_768,
        railHigh: 32_767
      )
    }
  )
}

/// What a sensor sent: blocks of any length with gaps, and the same as one row of samples.
private struct Sent {
  var blocks: [SampleBlock] = []
  /// Each channel from the stream's start; NaN in gaps.
  var samples: [[Float]]

  init(_ stream: StreamDescription, seconds: Double, longest: Double, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    samples = stream.channels.map { _ in [] }
    var ticks = 0
    // Ticks of the slowest channel; all channels of a block cover the same span.
    let slowest = stream.channels.map(\.rate.value).min() ?? 1
    while Double(ticks) < seconds * slowest {
      let gap = random.uniform() < 0.15 ? (random.uniform() * 4 * slowest).rounded() : 0
      let length = 1 + Int(random.uniform() * longest * slowest)
      var block = SampleBlock(channelCount: stream.channels.count)
      block.gap = gap / slowest
      for (index, channel) in stream.channels.enumerated() {
        let each = channel.rate.value / slowest
        samples[index] += [Float](repeating: .nan, count: Int(gap * each))
        let part = (0..<Int(Double(length) * each)).map { _ in
          Float((random.uniform() * 60_000 - 30_000).rounded())
        }
        samples[index] += part
        block.channels[index] = part
      }
      ticks += length + Int(gap)
      blocks.append(block)
    }
  }
}

extension Content {
  /// Each channel with NaN in the gaps.
  fileprivate func rows() -> [[Float]] {
    stream.channels.indices.map { index in
      let ratio = stream.channels[index].rate.value / stream.channels[0].rate.value
      var row: [Float] = []
      var taken = 0
      for gap in gaps {
        let upTo = Int((Double(gap.samplesBefore) * ratio).rounded())
        row += samples[index][taken..<upTo]
        let missing = Int((gap.seconds * stream.channels[index].rate.value).rounded())
        row += [Float](repeating: .nan, count: missing)
        taken = upTo
      }
      return row + samples[index][taken...]
    }
  }
}

struct ClipRecorderTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
  }

  private func read(_ clip: EventClip) throws -> Content {
    try Content(try ClipFolder(path: folder.path).keep(clip, at: liveStart))
  }

  @Test(arguments: UInt64(1)...24)
  func `a clip holds exactly the samples of its span, however the stream is cut`(
    seed: UInt64
  ) throws {
    let stream = countedStream()
    let sent = Sent(stream, seconds: 150, longest: seed.isMultiple(of: 2) ? 0.1 : 3, seed: seed)
    var random = SplitMix64(seed: seed + 100)
    let onset = (random.uniform() * 90 * 1e6).rounded() / 1e6
    let decided = onset + random.uniform() * 44
    var recorder = ClipRecorder(stream: stream)
    var clips: [EventClip] = []
    var isTold = false
    var count = 0
    for block in sent.blocks {
      clips += recorder.append(block)
      count += Int((block.gap * 200).rounded()) + block.channels[0].count
      guard !isTold, Double(count) / 200 >= decided else { continue }
      isTold = true
      let told = event(.crampOnset, at: liveStart.advanced(bySeconds: onset), channel: "muscle 0")
      clips += recorder.tell(told, as: told)
    }
    let clip = try #require(clips.first)
    #expect(clips.count == 1 && recorder.finish().isEmpty)
    let content = try read(clip)
    let offset = content.stream.start.seconds(since: liveStart)
    let rows = content.rows()
    for (index, channel) in stream.channels.enumerated() {
      let rate = channel.rate.value
      let from = max(0, Int(((onset - 10) * 20).rounded(.down) / 20 * rate + 0.5))
      let end = Int(((onset + 10) * 20).rounded(.up) / 20 * rate + 0.5)
      let first = Int((offset * rate).rounded())
      let row = rows[index]
      #expect(first >= from && first + row.count <= end)
      for number in from..<end where !sent.samples[index][number].isNaN {
        let found = row.indices.contains(number - first) ? row[number - first] : .nan
        guard found == sent.samples[index][number] else {
          Issue.record("sample \(number) of channel \(index) is \(found)")
          break
        }
      }
    }
    let mark = try #require(content.annotations.first { $0.trialType == "cramp.onset" })
    #expect(abs(mark.onset + offset - onset) < 2e-6)
  }

  @Test func `gaps stay gaps, and times are those that subscribers see`() throws {
    let stream = countedStream(rates: [100])
    var recorder = ClipRecorder(stream: stream)
    func seconds(_ count: Int, gap: Double = 0) -> SampleBlock {
      SampleBlock(gap: gap, channels: [(0..<count * 100).map { Float($0) }])
    }
    var clips = recorder.append(seconds(15))
    let told = event(.crampRelease, at: liveStart.advanced(bySeconds: 14), channel: "muscle 0")
    var published = told
    published.time = liveStart.advanced(bySeconds: 3_600.123_4)
    clips += recorder.tell(told, as: published)
    clips += recorder.append(seconds(2, gap: 6.5))
    #expect(clips.isEmpty)
    clips += recorder.append(seconds(5))
    let content = try read(try #require(clips.first))
    #expect(content.stream.start == published.time.advanced(bySeconds: -10))
    #expect(content.gaps == [Content.Gap(samplesBefore: 1_100, seconds: 6)])
    #expect(content.samples[0].count == 1_400)
    let lost = try #require(content.annotations.first { $0.trialType == "samples lost" })
    #expect(abs(lost.onset - 17) < 1e-6 && abs((lost.duration ?? 0) - 0.5) < 1e-6)
    #expect(
      clips.map(\.name) == [
        "20261118T120640.373400Z-cramp.release-muscle-0-00000000-0000-0001-0000-000000000002.edf"
      ]
    )
  }

  @Test func `each event has a clip of its own with all events of its span`() throws {
    let stream = countedStream(rates: [100])
    var recorder = ClipRecorder(stream: stream)
    var clips: [EventClip] = []
    for second in 0..<60 {
      clips += recorder.append(SampleBlock(channels: [[Float](repeating: 1, count: 100)]))
      for (type, time, told) in [
        (EventType.crampSuspected, 20.0, 23), (.crampOnset, 20, 30), (.crampRelease, 25, 36),
        (.spasm, 50, 50),
      ] where told == second {
        let event = event(type, at: liveStart.advanced(bySeconds: time), channel: "muscle 0")
        clips += recorder.tell(event, as: event)
      }
    }
    #expect(clips.map { $0.name.contains("cramp.onset") } == [true, false])
    let onset = try read(clips[0])
    #expect(onset.annotations.map(\.trialType) == ["cramp.suspected", "cramp.onset"])
    let release = try read(clips[1])
    #expect(
      release.annotations.map(\.trialType) == ["cramp.suspected", "cramp.onset", "cramp.release"]
    )
    #expect(release.annotations.map(\.onset) == [5, 5, 10])
    #expect(release.samples[0].count == 2_000)
  }

  @Test(arguments: [
    (5.0, 12.0, 1_200), (5.0, 7.5, 750), (200.0, 200.0, 1_000), (120.0, 200.0, 0),
    (150.0, 200.0, 1_701), (1e15, 200.0, 0), (-1e8, 200.0, 0),
  ])
  func `a clip has no more than what there is`(
    onset: Double,
    length: Double,
    count: Int
  ) throws {
    var recorder = ClipRecorder(stream: countedStream(rates: [100]))
    let half = [Float](repeating: 1, count: 50)
    for _ in 0..<Int(length * 2) {
      #expect(recorder.append(SampleBlock(channels: [half])).isEmpty)
    }
    let told = event(.crampOnset, at: liveStart.advanced(bySeconds: onset), channel: "muscle 0")
    let clips = recorder.tell(told, as: told) + recorder.finish()
    #expect(clips.reduce(0) { $0 + $1.sampleCount } == count)
  }

  @Test func `a gap of any length costs no time, and what waits ends before it`() throws {
    var recorder = ClipRecorder(stream: countedStream(rates: [1_000]))
    let second = [Float](repeating: 1, count: 1_000)
    for _ in 0..<20 { _ = recorder.append(SampleBlock(channels: [second])) }
    let told = event(.crampOnset, at: liveStart.advanced(bySeconds: 15), channel: "muscle 0")
    #expect(recorder.tell(told, as: told).isEmpty)
    let clips = recorder.append(SampleBlock(gap: 1e12, channels: [second]))
    #expect(try clips.map { try read($0).samples[0].count } == [15_000])
    for gap in [Double.infinity, .nan, -1, 1e300] {
      #expect(recorder.append(SampleBlock(gap: gap, channels: [second])).isEmpty)
    }
    #expect(recorder.append(SampleBlock(channels: [second, second])).isEmpty)
  }

  @Test func `no more clips wait than there may`() {
    var recorder = ClipRecorder(stream: countedStream(rates: [100]))
    _ = recorder.append(SampleBlock(channels: [[1, 2, 3]]))
    for number in 0..<100 {
      let time = liveStart.advanced(bySeconds: Double(number) / 100)
      let told = event(.crampOnset, at: time, channel: "muscle 0")
      #expect(recorder.tell(told, as: told).isEmpty)
    }
    #expect(recorder.refused == 100 - ClipRecorder.mostPending)
    #expect(recorder.finish().count == ClipRecorder.mostPending)
  }
}
