import CrampDetection
import CrampModel
import Foundation
import Recordings
import Testing

/// Real recordings are not part of the project; without them these tests say so and skip.
enum RealRecordings {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path =
      ProcessInfo.processInfo.environment["CRAMPD_RECORDINGS"]
      ?? root.appendingPathComponent("../shared/recordings").standardized.path
    guard FileManager.default.fileExists(atPath: path + "/marked_intervals.csv") else {
      print("SKIPPED: no recordings at \(path); set CRAMPD_RECORDINGS to their folder")
      return nil
    }
    return path
  }()

  /// What a person must say about a file that says too little.
  static func options(_ file: String) -> ReadingOptions {
    var options = ReadingOptions()
    if file.contains("myo-readings") { options.rate = Hertz(200) }
    return options
  }

  static var files: [String] {
    guard let folder, let paths = FileManager.default.enumerator(atPath: folder) else { return [] }
    return paths.compactMap { $0 as? String }.filter { path in
      ["edf", "wav", "txt", "csv"].contains((path as NSString).pathExtension)
        && !path.contains("LICENSES") && !path.hasSuffix(".labels.csv")
        && !path.hasSuffix("gaitcycles.csv") && !path.hasSuffix("onsets.csv")
        && path != "marked_intervals.csv"
    }.sorted()
  }
}

@Suite(.enabled(if: RealRecordings.folder != nil)) struct MarkedRecordingTests {
  @Test func `held contractions agree with the marks within a second at both ends`() throws {
    let folder = try #require(RealRecordings.folder)
    let text = try String(contentsOfFile: folder + "/marked_intervals.csv", encoding: .utf8)
    print("file, mark, found (s)")
    var judged = 0
    for row in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      let file = String(cells[0])
      let run = { try PipelineRun(file: folder + "/" + file, profile: .practice) }
      let onset = Double(cells[1])
      guard let release = Double(cells[2]), release - (onset ?? 0) >= 8 else { continue }
      judged += 1
      let reader = try RecordingReader(path: folder + "/" + file)
      let length = try #require(reader.duration)
      let found = try run().cramps.map { ($0.onset, $0.release ?? length) }
      print("\(file), \(onset.map { "\($0)" } ?? "before")-\(release), \(found)")
      #expect(
        found.contains {
          abs($0.1 - release) <= 1 && onset.map { [start = $0.0] in abs($0 - start) <= 1 } ?? true
        },
        "\(file)"
      )
    }
    #expect(judged >= 7)
  }

  @Test(arguments: [
    "byb-electrophys/S1_EMG_bicepTricep3.wav", "byb-electrophys/S1_EMG_bicepTricep7.wav",
    "myo-readings/10000-1_0_rest.txt", "myo-readings/12345-1_0_rest.txt",
    "gait-walking/ID0012_TW_01.edf", "uci-lower-limb/5Nmar.edf",
  ])
  func `artefacts, rest and walking give no cramp`(file: String) throws {
    let folder = try #require(RealRecordings.folder)
    for profile in Profile.all {
      let run = try PipelineRun(
        file: folder + "/" + file,
        options: RealRecordings.options(file),
        profile: profile
      )
      #expect(run.cramps.isEmpty, "\(file) \(profile.name): \(run.cramps)")
    }
  }

  @Test func `every recording is judged to its end`() throws {
    let folder = try #require(RealRecordings.folder)
    #expect(RealRecordings.files.count >= 50)
    for file in RealRecordings.files {
      let run = try PipelineRun(
        file: folder + "/" + file,
        options: RealRecordings.options(file),
        profile: .night
      )
      print("\(file): \(run.cramps.count) cramp(s), \(run.events.count) event(s)")
    }
  }
}
