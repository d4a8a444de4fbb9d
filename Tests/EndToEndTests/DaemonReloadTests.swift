import Foundation
import Testing

/// The configuration read again in a running daemon.
@Suite(.timeLimit(.minutes(3))) struct DaemonReloadTests {
  private static let sensor = "sensors: [{sensor: 'synthetic:quiet-night'}]\n"

  @Test(arguments: [
    ("log_level: debug\n", ["log_level"]),
    ("journal: {keep_days: 3}\n", ["journal.keep_days"]),
    ("journal: {keep_days: 3, max_mb: 20}\n", ["journal.keep_days", "journal.max_mb"]),
    ("profile: practice\n", ["profile"]),
    ("profiles: {night: {confirm_after_s: 8}}\n", ["profiles"]),
    ("mains_hz: 60\n", ["mains_hz"]),
    ("clips: false\n", ["clips"]),
    ("recording: {directory: /nowhere/recordings}\n", ["recording"]),
    ("socket: {control_group: operator}\n", ["socket.control_group"]),
    ("socket: {group: games}\n", ["socket.group"]),
  ])
  func `What changes is named, and changes back`(content: String, keys: [String]) async throws {
    let answers = try await blocking {
      let reloadable = try ReloadableDaemon(Self.sensor)
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      return try [content, content, "", ""].map {
        try reloadable.reload(Self.sensor + $0, client)
      }
    }
    let outcomes = try answers.map { try #require(ReloadAnswer($0).result, "\($0)") }
    #expect(outcomes.map(\.changed) == [keys, [], keys, []])
    #expect(outcomes.allSatisfy { $0.deferred.isEmpty && $0.restartNeeded.isEmpty })
  }

  @Test func `A default file that is gone is no reason to forget all it said`() async throws {
    let answer = try await blocking {
      let scratch = try Scratch()
      let file = try scratch.file("crampd.yaml", Self.sensor.utf8)
      let daemon = try RunningDaemon(
        [],
        in: scratch,
        environment: ["CONFIGURATION_DIRECTORY": scratch.path("")]
      )
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      try FileManager.default.removeItem(atPath: file)
      client.send(#"{"jsonrpc":"2.0","id":2,"method":"reload"}"#)
      try client.read(upTo: #""id":2,"#)
      return client.lines.last ?? ""
    }
    #expect(answer.contains("-32007"), "\(answer)")
    #expect(answer.contains("crampd.yaml: is gone; an empty file gives the defaults"), "\(answer)")
  }

  @Test func `What needs a restart is said each time, and stays as it was`() async throws {
    let (answers, run, log) = try await blocking {
      // No flags for these keys: they would be over the file.
      let scratch = try Scratch()
      let places = "state_dir: \(scratch.path("a"))\nsocket: {path: \(scratch.path("s"))}\n"
      let file = try scratch.file("crampd.yaml", (places + Self.sensor).utf8)
      let process = try CrampctlRun.process(["--config", file], of: "crampd")
      let log = try scratch.file("log", [])
      process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      try process.begin()
      defer { process.terminate() }
      let client = try RunningDaemon.connect(to: scratch.path("s")) { "" }
      let other = "state_dir: \(scratch.path("b"))\nsocket: {path: \(scratch.path("t"))}\n"
      try Data((other + Self.sensor).utf8).write(to: URL(fileURLWithPath: file))
      var answers: [String] = []
      for id in 1...2 {
        client.send(#"{"jsonrpc":"2.0","id":\#(id),"method":"reload"}"#)
        try client.read(upTo: "\"id\":\(id)")
        answers.append(client.lines.last ?? "")
      }
      let run = try CrampctlRun(["reload", "--socket", scratch.path("s")])
      return (answers, run, try String(contentsOfFile: log, encoding: .utf8))
    }
    for answer in answers {
      let outcome = try #require(ReloadAnswer(answer).result, "\(answer)")
      #expect(outcome.changed.isEmpty)
      #expect(outcome.restartNeeded == ["socket.path", "state_dir"])
    }
    #expect(run.status == 0)
    #expect(
      run.lines == [
        "nothing is new",
        "as before until a restart (`systemctl restart crampd`): socket.path, state_dir",
      ]
    )
    #expect(log.contains("state_dir is changed only by a restart"))
  }

  @Test(arguments: [
    ("mains_hz: 50\nprofile: nite\n", 2, 1, "profile"),
    ("sensors:\n  - sensor: synthetic\n    channels: {1: {gain: 2}}\n", 3, 20, "channels.1.gain"),
    ("sensors: [\n", 2, 1, nil),
    ("socket:\n  grup: x\n", 2, 3, "socket.grup"),
  ])
  func `A wrong file is refused with its place, and nothing changes`(
    content: String,
    line: Int,
    column: Int,
    key: String?
  ) async throws {
    let (answer, run, path, after, log) = try await blocking {
      let reloadable = try ReloadableDaemon(Self.sensor)
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      let answer = try reloadable.reload(content, client)
      let run = try reloadable.crampctl()
      let after = try reloadable.reload(Self.sensor, client)
      return (answer, run, reloadable.path, after, reloadable.daemon.log)
    }
    let refusal = try #require(ReloadAnswer(answer).error, "\(answer)")
    #expect(refusal.code == -32_007)
    #expect(refusal.data?.file == path)
    #expect(refusal.data?.line == line)
    #expect(refusal.data?.column == column)
    #expect(key == nil || refusal.data?.key?.hasSuffix(key ?? "") == true, "\(answer)")
    #expect(run.failed(with: 2), "\(run)")
    #expect(run.errors.hasPrefix("crampctl: \(path):\(line):\(column): "), "\(run.errors)")
    #expect(log.contains("the configuration stays as it was: \(path):\(line):\(column): "))
    #expect(try ReloadAnswer(after).result?.changed.isEmpty == true, "\(after)")
  }

  @Test(arguments: [
    "sensors: [{sensor: 'synthetic:quiet-night'}, {sensor: 'replay:/nowhere/night.edf'}]\n",
    "sensors: [{sensor: 'synthetic:quiet-night', channels: {9: {name: tail}}}]\n",
  ])
  func `A sensor that cannot be had keeps all of the configuration from changing`(
    content: String
  ) async throws {
    let (answer, after) = try await blocking {
      let reloadable = try ReloadableDaemon(Self.sensor)
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      let answer = try reloadable.reload(content + "profile: practice\n", client)
      return (answer, try reloadable.ask("status", client))
    }
    #expect(try ReloadAnswer(answer).error != nil, "\(answer)")
    #expect(after.member("profile") == "\"night\"")
  }

  @Test func `A sensor comes and goes, and the other one does not notice`() async throws {
    let both = "sensors:\n- sensor: synthetic:quiet-night\n- sensor: synthetic:short-cramp\n"
    let (events, status) = try await blocking {
      let reloadable = try ReloadableDaemon(Self.sensor)
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      let person = try reloadable.daemon.connect()
      for _ in 0..<3 {
        _ = try reloadable.reload(both, person)
        try client.read(upTo: #""type":"sensor.attached""#)
        _ = try reloadable.reload(Self.sensor, person)
        try client.read(upTo: #""type":"sensor.detached""#)
      }
      return (client.events, try reloadable.ask("status", person))
    }
    let quiet = events.filter { $0.member("sensor") == "\"synthetic:quiet-night\"" }
    #expect(quiet.map { $0.member("type") } == ["\"sensor.attached\""])
    let other = events.filter { $0.member("sensor") == "\"synthetic:short-cramp\"" }
    let turn = ["\"sensor.attached\"", "\"sensor.detached\""]
    #expect(other.map { $0.member("type") } == turn + turn + turn)
    #expect(other.last?.member("message") == "\"it is no longer configured\"")
    #expect(status.contains(#""sensor":"synthetic:quiet-night","state":"streaming""#), "\(status)")
    #expect(events.map { $0.member("seq") } == String.seqs(events.count))
  }

  @Test func `A new name is in the snapshot at once and in the events`() async throws {
    let events = try await blocking {
      let first = "sensors: [{sensor: 'synthetic:short-cramp?speed=20'"
      let reloadable = try ReloadableDaemon(first + "}]\n")
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      let name = "channels: {1: {name: my calf, muscle: soleus}}"
      let person = try reloadable.daemon.connect()
      let answer = try reloadable.reload("\(first), \(name)}]\n", person)
      guard try ReloadAnswer(answer).result?.changed == ["sensors"] else {
        throw Disappointment(answer)
      }
      let second = try reloadable.daemon.connect()
      try second.read(upTo: #""method":"snapshot""#)
      guard second.lines.last?.contains(#""channel":"my calf","#) == true else {
        throw Disappointment(second.lines.last ?? "")
      }
      try client.read(upTo: #""type":"sensor.detached""#)
      return client.events
    }
    let channels = Set(events.filter(\.isOfTheDetector).map { $0.member("channel") })
    #expect(channels == ["\"my calf\""])
  }

  @Test func `A cramp that is open ends as it began, and then the new names count`() async throws {
    let (answer, settled, events) = try await blocking {
      let first = "sensors: [{sensor: 'synthetic:two-cramps-in-a-night?speed=20'"
      let reloadable = try ReloadableDaemon(first + "}]\n")
      let client = try reloadable.daemon.follow()
      try client.read(upTo: #""type":"cramp.onset""#)
      let next = "\(first), channels: {1: {name: new}}}]\nprofile: practice\n"
      let person = try reloadable.daemon.connect()
      let answer = try reloadable.reload(next, person)
      let again = try reloadable.reload(next, person)
      guard try ReloadAnswer(again).result?.deferred.count == 1 else { throw Disappointment(again) }
      try client.read(upTo: #""type":"cramp.release""#)
      try client.read(upTo: #""type":"cramp.onset""#)
      let settled = try reloadable.reload(next, person)
      return (answer, settled, client.events)
    }
    let outcome = try #require(ReloadAnswer(answer).result)
    #expect(outcome.changed == ["profile", "sensors"])
    #expect(outcome.deferred.map(\.keys) == [["profile", "sensors"]])
    #expect(outcome.deferred.map(\.reason) == ["episode"])
    #expect(try ReloadAnswer(settled).result?.deferred.isEmpty == true, "\(settled)")
    let cramps = events.filter { $0.contains(#""type":"cramp.onset""#) }
    let release = try #require(events.first { $0.contains(#""type":"cramp.release""#) })
    #expect(release.member("channel") == cramps.first?.member("channel"))
    #expect(release.member("reason") == "\"relaxed\"")
    #expect(release.member("profile") == "\"night\"")
    #expect(cramps.last?.member("channel") == "\"new\"")
    #expect(cramps.last?.member("profile") == "\"practice\"")
  }
}
