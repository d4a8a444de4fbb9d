import DetectorSettings
import Foundation
import Testing

/// Calibrations through the socket, with a night played twenty times as fast.
///
/// The sleeper rests for 42 s and cramps from 120 s to 190 s, which stands for the contraction.
struct DaemonCalibrationTests {
  private static let night = Fixture.recording("calf-cramp-at-night")
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func `A calibration is in force at once, after a restart and in detect`() async throws {
    let (first, second) = try await blocking { [scratch] in
      (try Self.calibrated(in: scratch), try Self.replayed(in: scratch))
    }
    let finish = try #require(first.lines.first { $0.contains(#""id":4,"#) })
    let changed = try #require(first.events.first { $0.contains("calibration.changed") })
    let id = try #require(changed.member("calibration"))
    #expect(finish.contains("\"id\":\(id)"), "\(finish)")
    #expect(finish.member("seq") == changed.member("seq"))
    #expect(changed.member("name") == "\"Anna\"")
    #expect(changed.member("channel") == "\"left-calf\"")
    #expect(changed.member("text")?.contains("contrast") == true)
    let release = try #require(first.events.last { $0.contains("cramp.release") })
    #expect(release.member("calibration") == id)
    #expect(Double(release.member("peak_mvc_percent") ?? "") ?? 0 > 50)
    let onset = try #require(second.last { $0.contains("cramp.onset") })
    #expect(onset.member("calibration") == id)
    #expect((40...150).contains(Double(onset.member("mvc_percent") ?? "") ?? 0), "\(onset)")
    try checkDetect(finds: second.filter(\.isOfTheDetector))
    try await checkSchema(first.lines)
  }

  @Test func `One client at a time calibrates a sensor, and others are told who`() async throws {
    let (owner, other) = try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
      let other = try daemon.follow()
      try other.read(upTo: #""type":"sensor.attached""#)
      let owner = try Self.beginRest(daemon)
      other.send(Self.request(2, "rest"))
      other.send(Self.request(3, "cancel"))
      try other.read(upTo: #""id":3,"#)
      owner.send(Self.request(4, "cancel"))
      try owner.read(upTo: #""id":4,"#)
      owner.send(Self.request(5, "finish"))
      try owner.read(upTo: #""id":5,"#)
      return (owner.lines, other.lines)
    }
    for id in [2, 3] {
      let refusal = try #require(other.first { $0.contains("\"id\":\(id),") })
      #expect(refusal.member("code") == "-32005", "\(refusal)")
      #expect(refusal.contains("user \(getuid()) is calibrating"), "\(refusal)")
      #expect(refusal.contains("for Anna, at rest now"), "\(refusal)")
    }
    // The answer to a phase comes late, that to a ping at once.
    let order = owner.compactMap { line in
      (2...5).first { line.contains("\"id\":\($0),") }
    }
    #expect(order == [3, 2, 4, 5])
    #expect(owner.contains { $0.contains(#""id":2,"#) && $0.contains("-32006") })
    #expect(owner.contains { $0.contains(#""id":4,"#) && $0.contains(#""phase":"cancel""#) })
    #expect(owner.contains { $0.contains(#""id":5,"#) && $0.contains("rest has not been") })
    try await checkSchema(owner + other)
  }

  @Test func `A client that goes away makes room for the next`() async throws {
    let answer = try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night?speed=20"], in: scratch)
      let other = try daemon.follow()
      try other.read(upTo: #""type":"sensor.attached""#)
      _ = try Self.beginRest(daemon)
      // The daemon hears of it when it hears of it.
      for id in 100..<300 {
        other.send(Self.request(id, "rest", #","seconds":5"#))
        try other.read(upTo: "\"id\":\(id),")
        guard other.lines.last?.contains("-32005") == true else { break }
        usleep(50_000)
      }
      return other.lines.last ?? ""
    }
    #expect(answer.contains(#""result":{"#) || answer.contains("-32006"), "\(answer)")
  }

  @Test(arguments: [
    (#"{"phase":"rest","sensor":"radio"}"#, "sensor: radio gives no samples; there are synthetic"),
    (#"{"phase":"rest","channel":"arm"}"#, "channel: arm is none of "),
    (#"{"phase":"maximum"}"#, "rest has not been measured"),
    (#"{"phase":"finish"}"#, "rest has not been measured"),
    (#"{"phase":"squeeze"}"#, "phase: none of rest, maximum, finish, cancel"),
    (#"{"phase":"rest","seconds":1}"#, "seconds: not a number in 5.0...600.0"),
    (#"{"phase":"finish","seconds":10}"#, "seconds: only for the phases"),
    (#"{"phase":"rest","person":" "}"#, "person: empty"),
    (#"{"phase":"rest","foot":"left"}"#, "foot: no such parameter"),
    (#"{}"#, "phase: missing"),
  ])
  func `A request that cannot be is refused in words`(
    params: String,
    words: String
  ) async throws {
    let answer = try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.attached""#)
      client.send(
        #"{"jsonrpc":"2.0","id":2,"method":"calibrate","params":\#(params)}"#
      )
      try client.read(upTo: #""id":2,"#)
      return client.lines.last ?? ""
    }
    #expect(answer.contains("\"message\":\"calibrate: \(words)"), "\(answer)")
  }

  @Test func `A damaged file is told with its place, and kept when a new one is made`() async throws
  {
    let (log, lines) = try await blocking { [scratch] in
      try FileManager.default.createDirectory(
        atPath: scratch.path("state"),
        withIntermediateDirectories: true
      )
      _ = try scratch.file("state/calibration.json", #"{"version":1,"current":[}"#.utf8)
      let daemon = try Self.calibrated(in: scratch)
      return (daemon.log, daemon.lines)
    }
    #expect(log.contains("calibration.json: Invalid value around character 24."), "\(log)")
    #expect(lines.contains { $0.contains("cramp.onset") })
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("state"))
    #expect(names.contains("calibration.json.damaged-1"), "\(names)")
    let record = try CalibrationFile(path: scratch.path("state/calibration.json")).read()
    #expect(record?.current.count == 1)
  }

  @Test func `A calibration is listed and forgotten`() async throws {
    let (listed, forgotten, after) = try await blocking { [scratch] in
      _ = try Self.calibrated(in: scratch)
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
      _ = try daemon.connect()
      let listed = try CrampctlRun(["calibrate", "--list", "--socket", daemon.socket])
      let id = String(listed.lines.last?.prefix(8) ?? "")
      let forget = ["calibrate", "--socket", daemon.socket, "--forget", id]
      let forgotten = try (CrampctlRun(forget), CrampctlRun(forget))
      let after = try CrampctlRun(["calibrate", "--list", "--socket", daemon.socket])
      return (listed, forgotten, after)
    }
    #expect(listed.lines.count == 2, "\(listed)")
    #expect(listed.output.contains("Anna"))
    #expect(forgotten.0.status == 0, "\(forgotten.0)")
    #expect(forgotten.1.failed(with: 1), "\(forgotten.1)")
    #expect(after.output.hasPrefix("no calibration"), "\(after)")
  }

  private func checkDetect(finds live: [String]) throws {
    let file = scratch.path("state/\(CalibrationFile.name)")
    let detect = ["detect", "--format", "ndjson", Self.night]
    let run = try CrampctlRun(detect + ["--calibration", file])
    #expect(run.lines.map { String($0).without("seq", "t") } == live.map { $0.without("seq") })
    let config = try scratch.file("c.yaml", "state_dir: \(scratch.path("state"))\n".utf8)
    #expect(try CrampctlRun(detect + ["--config", config]).output == run.output)
    #expect(try !CrampctlRun(detect).output.contains("calibration"))
  }

  private func checkSchema(_ lines: [String]) async throws {
    let report = try await blocking { [scratch] in
      try ForeignRun(
        python: DaemonSchemaTests.validator,
        [
          Fixture.root.appending(path: "Sources/EventStream/Schema").path,
          try scratch.file("lines", lines.joined(separator: "\n").utf8),
        ],
        needs: ["jsonschema", "referencing"]
      )
    }
    guard let report else { return }
    #expect(report.status == 0, "\(report.errors)")
  }

  private static func request(_ id: Int, _ phase: String, _ more: String = "") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"calibrate","params":{"phase":"\#(phase)"\#(more)}}"#
  }

  /// A client that has begun to measure a long rest.
  private static func beginRest(_ daemon: RunningDaemon) throws -> LineClient {
    let client = try daemon.connect()
    client.send(request(2, "rest", #","seconds":600,"person":"Anna""#))
    client.send(#"{"jsonrpc":"2.0","id":3,"method":"ping"}"#)
    try client.read(upTo: #""id":3,"#)
    return client
  }

  /// Plays the night and calibrates on the way.
  private static func calibrated(
    in scratch: Scratch
  ) throws -> (lines: [String], events: [String], log: String) {
    let daemon = try RunningDaemon(["--sensor", "replay:\(night)?speed=20"], in: scratch)
    let client = try daemon.follow()
    try client.read(upTo: #""type":"sensor.attached""#)
    client.send(request(2, "rest", #","seconds":10,"person":"Anna""#))
    try client.read(upTo: #""id":2,"#)
    try client.read(upTo: #""type":"cramp.suspected""#)
    client.send(request(3, "maximum", #","seconds":3"#))
    try client.read(upTo: #""id":3,"#)
    client.send(request(4, "finish"))
    try client.read(upTo: #""id":4,"#)
    try client.read(upTo: #""type":"sensor.detached""#)
    daemon.signal(SIGTERM)
    client.readToEnd()
    _ = try daemon.end()
    return (client.lines, client.events, daemon.log)
  }

  /// Plays the night again after a restart; returns the events of this run.
  private static func replayed(in scratch: Scratch) throws -> [String] {
    let daemon = try RunningDaemon(["--sensor", "replay:\(night)?speed=max"], in: scratch)
    let client = try daemon.follow()
    for _ in 0..<2 { try client.read(upTo: #""type":"sensor.detached""#) }
    let start = client.events.lastIndex { $0.contains("daemon.started") } ?? 0
    return Array(client.events[start...])
  }
}
