import CrampModel
import Foundation
import Recordings
import Synchronization
import Testing

/// A disk that fills and empties as a test wants it.
private final class Disk: Sendable {
  private let space = Mutex(DiskSpace(free: 9_000_000_000, total: 10_000_000_000))

  var free: Int64 {
    get { space.withLock { $0.free } }
    set { space.withLock { $0.free = newValue } }
  }

  var look: @Sendable (String) throws(RecordingError) -> DiskSpace {
    { (_) throws(RecordingError) in self.space.withLock { $0 } }
  }
}

private let day = 86_400.0
/// 2026-11-21, two minutes before midnight.
private let evening =
  CivilTime(year: 2026, month: 11, day: 21, hour: 23, minute: 58)?.timestamp ?? .epoch

extension Folder {
  fileprivate var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  fileprivate func age(_ name: String, to time: Timestamp) throws {
    let date = Date(timeIntervalSince1970: time.seconds(since: .epoch))
    let file = path + "/" + name
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
  }
}

struct RotatingRecordingTests {
  private let folder: Folder
  private let disk = Disk()

  init() throws {
    folder = try Folder()
  }

  private func begin(
    _ policy: RotationPolicy = RotationPolicy(),
    sensor: String = "openbci-cyton:DQ007XYZ"
  ) -> RotatingRecording {
    RotatingRecording(
      directory: folder.path,
      stream: liveStream(sensor: sensor, start: evening),
      policy: policy,
      space: disk.look
    )
  }

  /// Feeds seconds one by one; returns what was complained about.
  private func feed(
    _ recording: inout RotatingRecording,
    seconds: Range<Int>,
    each: (Int) -> Void = { _ in }
  ) -> [String] {
    var complaints: [String] = []
    for second in seconds {
      each(second)
      let now = evening.advanced(bySeconds: Double(second))
      let block = liveNoise(liveStream(), seconds: 1, seed: UInt64(second))
      do throws(RecordingError) {
        try recording.append(block, at: now)
      } catch {
        complaints.append(error.description.replacingOccurrences(of: folder.path, with: "DIR"))
      }
    }
    return complaints
  }

  @Test
  func `a new day begins a new file, and nothing is lost between them`() throws {
    var recording = begin()
    #expect(feed(&recording, seconds: 0..<200).isEmpty)
    recording.annotate(event(.crampOnset, at: evening.advanced(bySeconds: 119), channel: "a"))
    try recording.close()
    let names = [
      "openbci-cyton-DQ007XYZ_20261121T235800Z.bdf", "openbci-cyton-DQ007XYZ_20261122T000000Z.bdf",
    ]
    #expect(try folder.names == names)
    let parts = try names.map { try Content(folder.path + "/" + $0) }
    #expect(parts.map { $0.samples[0].count } == [120 * 20, 80 * 20])
    #expect(parts[1].stream.start == evening.advanced(bySeconds: 120))
    #expect(parts.allSatisfy { $0.warnings.isEmpty && $0.gaps.isEmpty })
    #expect(parts[1].annotations.map(\.onset) == [-1])
    let expected = liveNoise(liveStream(), seconds: 1, seed: 120).channels[0]
    #expect(zip(parts[1].samples[0], expected).allSatisfy { abs($0 - $1) < 0.03 })
  }

  @Test
  func `a file gets no longer than it may, and a gap across its end is in no file`() throws {
    var recording = begin(RotationPolicy(hours: 1.0 / 60))
    #expect(feed(&recording, seconds: 0..<90).isEmpty)
    var block = liveNoise(liveStream(), seconds: 1, seed: 1)
    block.gap = 45.5
    try recording.append(block, at: evening.advanced(bySeconds: 135.5))
    try recording.close()
    let contents = try folder.names.map { try Content(folder.path + "/" + $0) }
    #expect(contents.map { $0.samples[0].count } == [1_200, 600, 20])
    #expect(contents.allSatisfy { $0.gaps.isEmpty })
    #expect(contents[2].stream.start == evening.advanced(bySeconds: 135.5))
    #expect(try folder.names[2].hasSuffix("_20261122T000015Z.bdf"))
  }

  @Test(arguments: [-56.0 * 365 * day, -day, 3_600, 56 * 365 * day])
  func `a clock that is set begins a new file with the right time, and ages nothing`(
    step: Double
  ) throws {
    var recording = begin(RotationPolicy(keepDays: 30))
    #expect(feed(&recording, seconds: 0..<30).isEmpty)
    for second in 30..<40 {
      let now = evening.advanced(bySeconds: Double(second) + step)
      try recording.append(liveNoise(liveStream(), seconds: 1, seed: 1), at: now)
    }
    let told = event(.crampOnset, at: evening.advanced(bySeconds: 31), channel: "a")
    recording.annotate(told)
    try recording.close()
    let contents = try folder.names.map { try Content(folder.path + "/" + $0) }
      .sorted { $0.samples[0].count > $1.samples[0].count }
    #expect(contents.map { $0.samples[0].count } == [600, 200])
    #expect(contents.last?.stream.start == evening.advanced(bySeconds: 30 + step))
    #expect(contents.last?.annotations.map(\.onset) == [1])
  }

  @Test
  func `only old recordings of its own are deleted`() throws {
    for sensor in ["openbci-cyton:DQ007XYZ", "arduino:1"] {
      var earlier = begin(sensor: sensor)
      _ = feed(&earlier, seconds: 0..<2)
      try earlier.close()
    }
    let made = try folder.names
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + made[0])))
    // A person's own files: another name, another start, another sensor, other content, a link.
    let kept = [
      "night.bdf", "arduino-1_20200101T000000Z.bdf", "myo_20261121T235800Z.bdf",
      "arduino-1_20261121T235800Z-x.bdf", "notes_20261121T235800Z.txt",
    ]
    for name in kept {
      _ = try folder.file(name, bytes)
    }
    _ = try folder.file("text_20261121T235800Z.edf", "dear diary")
    for name in try folder.names {
      try folder.age(name, to: evening)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/openbci-cyton-DQ007XYZ_20261121T235800Z-2.bdf",
      withDestinationPath: folder.path + "/night.bdf"
    )
    let before = try folder.names
    for (days, isGone) in [(29.9, false), (30.1, true)] {
      var recording = RotatingRecording(
        directory: folder.path,
        stream: liveStream(start: evening.advanced(bySeconds: days * day)),
        policy: RotationPolicy(keepDays: 30),
        space: disk.look
      )
      let now = evening.advanced(bySeconds: days * day)
      try recording.append(liveNoise(liveStream(), seconds: 1, seed: 1), at: now)
      try recording.close()
      let gone = Set(before).subtracting(try folder.names)
      #expect(gone == (isGone ? Set(made) : []))
    }
  }

  @Test
  func `it stops before the disk is full, says so once, and goes on when there is room`() throws {
    var recording = begin()
    let disk = disk
    let complaints = feed(&recording, seconds: 0..<115) { second in
      switch second {
      case 30: disk.free = 100_000_000
      case 65: disk.free = 90_000_000
      case 95: disk.free = 5_000_000_000
      default: break
      }
    }
    #expect(
      complaints == [
        "write DIR: 100 MB of the disk are free, 200 MB are kept free; make room"
      ]
    )
    #expect(recording.obstacle == nil)
    try recording.close()
    let contents = try folder.names.map { try Content(folder.path + "/" + $0) }
    #expect(contents.map { $0.samples[0].count } == [60 * 20, 15 * 20])
    #expect(contents[1].stream.start == evening.advanced(bySeconds: 100))
  }

  @Test
  func `it takes no more than its share of the disk`() throws {
    _ = try folder.file("old_20250101T000000Z.bdf", [UInt8](repeating: 0, count: 2_000))
    _ = try folder.file("film.mkv", [UInt8](repeating: 0, count: 1_000_000))
    var recording = begin(RotationPolicy(diskShare: 1_500.0 / 1e10))
    let complaints = feed(&recording, seconds: 0..<30)
    #expect(complaints.count == 1)
    guard case .shareUsed(let used, let allowed) = recording.obstacle?.problem else {
      Issue.record("it goes on")
      return
    }
    #expect(used == 2_000 && allowed == 1_500)
    recording.annotate(event(.marker, at: evening))
    #expect(recording.annotationsLost == 1)
  }

  @Test
  func `a directory that goes away does not end it`() throws {
    let place = folder.path + "/recordings"
    var recording = RotatingRecording(
      directory: place,
      stream: liveStream(start: evening),
      space: disk.look
    )
    _ = try folder.file("recordings", "in the way")
    #expect(feed(&recording, seconds: 0..<15).count == 1)
    #expect(recording.obstacle != nil && recording.path == nil)
    try FileManager.default.removeItem(atPath: place)
    #expect(feed(&recording, seconds: 15..<30).isEmpty)
    #expect(recording.obstacle == nil && recording.path?.hasPrefix(place) == true)
  }

  @Test(arguments: [
    ("../../etc/passwd", "sensor..-..-etc-passwd"), ("", "sensor"), (".hidden", "sensor.hidden"),
    ("-rf", "sensor-rf"), ("a b/c:ü\n", "a-b-c---"),
    (String(repeating: "x", count: 300), String(repeating: "x", count: 100)),
  ])
  func `a sensor's identity is safe as a file name`(sensor: String, name: String) throws {
    for _ in 0..<2 {
      var recording = begin(sensor: sensor)
      #expect(feed(&recording, seconds: 0..<1).isEmpty)
      try recording.close()
    }
    let names = ["\(name)_20261121T235800Z-2.bdf", "\(name)_20261121T235800Z.bdf"]
    #expect(try folder.names == names)
  }
}
