import CrampModel
import Foundation
import Recordings
import Testing

struct ClipFolderTests {
  private let folder: Folder
  private let now = Timestamp(microseconds: 1_795_000_000_000_000)

  init() throws {
    folder = try Folder()
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  private func makeClip(_ number: Int, channel: String? = "left calf") -> EventClip? {
    let stream = liveStream()
    var recorder = ClipRecorder(stream: stream)
    _ = recorder.append(liveNoise(stream, seconds: 1, seed: 1))
    var told = event(.crampOnset, at: stream.start, channel: channel)
    told.id = EventID(high: 1, low: UInt64(number))
    _ = recorder.tell(told, as: told)
    return recorder.finish().first
  }

  private func age(_ name: String, _ seconds: Double) throws {
    let date = Date(timeIntervalSince1970: now.seconds(since: .epoch) - seconds)
    let file = folder.path + "/" + name
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
  }

  private func message(_ folder: ClipFolder, _ clip: EventClip) -> String {
    do throws(RecordingError) {
      try folder.keep(clip, at: now)
      return "kept"
    } catch {
      return error.description.replacingOccurrences(of: self.folder.path, with: "DIR")
    }
  }

  @Test(
    arguments: [
      ("../../x", "channel..-..-x"), (nil, "all"), ("", "channel"), ("-rf", "channel-rf"),
      ("Wade links ü/🦵\n", "Wade-links-----"), ("a\u{0}b", "a-b"),
      (String(repeating: "x", count: 200), String(repeating: "x", count: 100)),
    ] as [(String?, String)]
  )
  func `any channel gives a name that stays in the directory`(
    channel: String?,
    safe: String
  ) throws {
    let clip = try #require(makeClip(7, channel: channel))
    try ClipFolder(path: folder.path).keep(clip, at: now)
    let id = "00000000-0000-0001-0000-000000000007"
    #expect(try names == ["20261118T110640.250000Z-cramp.onset-\(safe)-\(id).bdf"])
  }

  @Test func `the oldest clips make room, and nothing else does`() throws {
    let others = [
      "night.edf", "20261118T110640.250000Z-cramp.onset-a.edf",
      "20261118T110640.250000Z-marker-a-00000000-0000-0001-0000-000000000007.edf",
    ]
    for name in others {
      _ = try folder.file(name, [UInt8](repeating: 0, count: 50_000))
    }
    let first = try #require(makeClip(1))
    let path = try ClipFolder(path: folder.path).keep(first, at: now)
    let size = try #require(
      FileManager.default.attributesOfItem(atPath: path)[.size] as? Int64
    )
    let small = ClipFolder(path: folder.path, policy: ClipPolicy(maximumBytes: size * 3))
    for number in 1...6 {
      try small.keep(try #require(makeClip(number)), at: now)
      try age(try #require(makeClip(number)).name, Double(100 - number))
    }
    // The same event again takes its own place.
    try small.keep(try #require(makeClip(5)), at: now)
    let kept = try names.filter { !others.contains($0) }
    #expect(kept.map { $0.dropLast(4).last } == ["4", "5", "6"])
    #expect(try names.filter { others.contains($0) } == others.sorted())
    let tiny = ClipFolder(path: folder.path, policy: ClipPolicy(maximumBytes: size - 1))
    #expect(message(tiny, first).hasPrefix("write DIR: the recordings use"))
    #expect(try names.filter { !others.contains($0) } == kept)
  }

  @Test(
    arguments: [
      (29.9, 0.0, true), (30.1, 0, false),
      // The clock leaps by 56 years after the clip was written, or had not been set before.
      (0.1, 20_440, true), (29.9, 20_440, true), (30.1, -20_440, true),
    ] as [(Double, Double, Bool)]
  )
  func `clips go after their days, and a leap of the clock ages nothing`(
    age: Double,
    leap: Double,
    isKept: Bool
  ) throws {
    let policy = ClipPolicy(keepDays: 30)
    let old = try #require(makeClip(1))
    try ClipFolder(path: folder.path).keep(old, at: now)
    try self.age(old.name, age * 86_400)
    let later = now.advanced(bySeconds: leap * 86_400)
    let new = try #require(makeClip(2))
    try ClipFolder(path: folder.path, policy: policy).keep(new, at: later)
    #expect(try names.contains(old.name) == isKept)
    #expect(try names.contains(new.name))
  }

  @Test func `what was left unfinished is removed, and only that`() throws {
    let clip = try #require(makeClip(1))
    let left = ".unfinished-" + clip.name
    for name in [left, ".unfinished-notes.edf", clip.name] { _ = try folder.file(name, "x") }
    try ClipFolder(path: folder.path).removeUnfinished()
    #expect(try names == [".unfinished-notes.edf", clip.name])
    try ClipFolder(path: folder.path + "/nowhere").removeUnfinished()
  }

  @Test func `a disk in trouble is an error and leaves nothing behind`() throws {
    let clip = try #require(makeClip(1))
    _ = try folder.file("file", "in the way")
    let file = ClipFolder(path: folder.path + "/file")
    #expect(message(file, clip) == "write DIR/file: list: Not a directory")
    let far = ClipFolder(path: folder.path + "/no/where")
    #expect(message(far, clip) == "write DIR/no/where: mkdir: No such file or directory")
    let full = ClipFolder(path: folder.path) { (_) throws(RecordingError) in
      DiskSpace(free: 100_000_000, total: 1_000_000_000)
    }
    #expect(
      message(full, clip)
        == "write DIR: 100 MB of the disk are free, 200 MB are kept free; make room"
    )
    let place = folder.path + "/" + clip.name
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    #expect(
      message(ClipFolder(path: folder.path), clip)
        == "write DIR/\(clip.name): rename: Is a directory"
    )
    #expect(try names == [clip.name, "file"])
  }
}
