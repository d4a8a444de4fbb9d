import CrampModel
import Foundation
import Recordings
import SignalSimulation

/// Peers and crampd on the same recordings, scored by the same rules.
struct PeerComparison: Sendable {
  static let none = Self(results: [], note: "Not run; `--peers` runs them.")

  /// crampd first, then the peers by merit.
  let results: [PeerResult]
  let note: String

  /// Writes a few recordings, lets the peers read them and scores what they found.
  ///
  /// Each peer has so many `seconds` of processor time; a grid that takes longer is cut.
  static func run(_ set: SubjectSet, seconds: Double) throws -> Self {
    guard let folder = peersFolder else {
      let places = "$CRAMPD_PEERS or ../shared/tools/peers"
      return Self(results: [], note: "SKIPPED: no detectors.py at \(places).")
    }
    let work = FileManager.default.temporaryDirectory
      .appendingPathComponent("crampd-peers-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    let trials = Self.trials(set)
    var recordings: [PeerRecording] = []
    for (index, trial) in trials.enumerated() {
      recordings.append(try PeerRecording(trial, number: index, folder: work))
    }
    guard let lines = try found(by: folder, in: work, seconds: seconds) else {
      return Self(results: [], note: "SKIPPED: the detectors.py found does not run.")
    }
    let own = PeerResult(
      name: "crampd",
      setting: "defaults",
      tally: Tally(outcomes: recordings.map(\.outcome))
    )
    let hours = own.tally.hours
    return Self(
      results: [own] + best(lines, recordings),
      note: """
        \(recordings.count) recordings, \(Text.number(hours, 1)) h, sensors up to 1 kHz. Peers see \
        the whole recording at once, a zero-phase filter and the quietest 5 s of rest found with \
        hindsight; crampd streams. Grid: each peer's own settings as detectors.py lists them (as \
        many as \(Int(seconds)) s of processor time allow, defaults first) times a least length of \
        2, 5 and 10 s; the setting with the best mean strict F1 (half of the span in common) \
        over night, exercise and practice is shown, chosen on these same recordings. A peer that \
        is not in the table failed or ran out of time; the error output says which. Times to suspected and onset: peers have none.
        """
    )
  }

  /// An hour of each of six nights, halves of three hours of sport, two sessions of practice and half
  /// an hour of each fault: the slowest peers take minutes for each hour.
  private static func trials(_ set: SubjectSet) -> [Trial] {
    let setups: [SensorSetup] = [.arduino, .cyton, .thousand]
    func trials(_ kind: Scenario.DrawnKind, _ count: Int, _ offset: Int) -> [Trial] {
      (0..<count).map { index in
        Trial(
          kind: kind,
          setup: setups[index % setups.count],
          subject: set.first + UInt64(offset + index),
          duration: kind == .night ? 3_600 : 1_800
        )
      }
    }
    return trials(.night, 6, 0) + trials(.exercise, 3, 1_000) + trials(.practice, 2, 2_000)
      + trials(.leadOff, 1, 3_002) + trials(.hum, 1, 3_002) + trials(.noise, 1, 3_002)
  }

  private static func best(_ lines: [PeerLine], _ recordings: [PeerRecording]) -> [PeerResult] {
    var results: [PeerResult] = []
    for (name, settings) in Dictionary(grouping: lines, by: \.detector) {
      let tried = Set(settings.map(\.setting)).count
      var best: PeerResult?
      for (setting, parts) in Dictionary(grouping: settings, by: \.setting)
      where parts.count == recordings.count {
        let outcomes = parts.map { recordings[$0.recording].outcome(of: $0.intervals) }
        let result = PeerResult(
          name: name,
          setting: "\(setting), best of \(tried)",
          tally: Tally(outcomes: outcomes)
        )
        let isBetter = best.map { ($0.merit, result.setting) < (result.merit, $0.setting) } ?? true
        if isBetter { best = result }
      }
      if let best { results.append(best) }
    }
    return results.sorted { ($1.merit, $0.name) < ($0.merit, $1.name) }
  }

  private static func found(
    by folder: URL,
    in work: URL,
    seconds: Double
  ) throws -> [PeerLine]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["CRAMPD_PEERS_PYTHON"] ?? "python3"
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("peers.py")
    process.arguments = [python, script.path, folder.path, work.path, "\(seconds)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    let decoder = JSONDecoder()
    return try data.split(separator: 10).map { try decoder.decode(PeerLine.self, from: $0) }
  }

  private static var peersFolder: URL? {
    let named = ProcessInfo.processInfo.environment["CRAMPD_PEERS"]
    let folder = URL(fileURLWithPath: named ?? "../shared/tools/peers").standardizedFileURL
    let script = folder.appendingPathComponent("detectors.py").path
    return FileManager.default.fileExists(atPath: script) ? folder : nil
  }
}

/// What one setting of one peer found in one recording.
struct PeerLine: Decodable {
  let detector: String
  let setting: String
  let recording: Int
  let intervals: [[Double]]
}
