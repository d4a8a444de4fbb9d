import Foundation
import Testing

struct ConfigurationTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: [
    ("", "profile night, 0 sensor(s)"),
    ("# nothing\n", "profile night, 0 sensor(s)"),
    ("mains_hz: 60\nprofile: exercise\nlog_level: debug\n", "profile exercise, 0 sensor(s)"),
    (
      "profile: evening\nprofiles:\n  evening: {base: night, release_after_s: 5}\n",
      "profile evening, 0 sensor(s)"
    ),
    ("mains_hz: auto\nsocket: {path: /tmp/s, group: crampd}\n", "profile night, 0 sensor(s)"),
    (
      "sensors:\n  - sensor: synthetic\n    channels:\n      1: {name: left calf}\n",
      "profile night, 1 sensor(s)"
    ),
    (
      """
      usb: {discover: true, probe: false}
      sensors:
        - driver: openbci-cyton
          serial: DQ007XYZ
          channels:
            1: {name: left-gastrocnemius, gain: 12, muscle: gastrocnemius, chain: posterior}
            2: {name: left-hamstring, muscle: biceps femoris, chain: posterior}
        - usb: "1a86:7523"
          driver: text-lines
          baud: 115200
          rate_hz: 80
          channels: {1: {unit: kgf, modality: force, scale: 0.001, offset: 12}}

      """,
      "profile night, 2 sensor(s)"
    ),
  ])
  func `A good file is good`(content: String, summary: String) throws {
    let path = try scratch.file("crampd.yaml", content.utf8)
    let run = try CrampctlRun(["--check-config", "--config", path], of: "crampd")
    #expect(run.status == 0, "\(run)")
    #expect(run.output == "configuration is good: \(summary)\n")
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [
    ("profil: night", "1:1: profil: "),
    ("mains_hz: 50\nprofile: nite", "2:1: profile: \"nite\" is none of "),
    (
      "profiles:\n  night: {on_ratio: 1}",
      "2:11: profiles.night.on_ratio: \"1\" is not a number from 1.05 to 100"
    ),
    ("profiles: {night: {off_shar: 1}}", "1:20: profiles.night.off_shar: is no setting; the "),
    ("mains_hz: [50]", "1:1: mains_hz: "),
    ("mains_hz: 55", "1:1: mains_hz: \"55\" is none of 50, 60, auto"),
    ("log_level: loud", "1:1: log_level: \"loud\" is none of "),
    ("socket: here", "1:9: socket: "),
    ("socket:\n  grup: crampd", "2:3: socket.grup: "),
    ("sensors: synthetic", "1:1: sensors: is no list"),
    ("sensors:\n  - channels: {1: {name: calf}}", "2:5: sensors[1]: names no sensor"),
    ("sensors:\n  - sensor: radio", "2:5: sensors[1].sensor: "),
    ("sensors:\n  - sensor: synthetic\n  - sensr: synthetic", "3:5: sensors[2].sensr: "),
    (
      "sensors:\n  - sensor: synthetic\n    channels:\n      0: {name: calf}",
      "4:7: sensors[1].channels.0: is no channel number"
    ),
    (
      "sensors:\n  - sensor: synthetic\n    channels:\n      1: {name: ''}",
      "4:11: sensors[1].channels.1.name: is empty"
    ),
    (
      "sensors:\n  - sensor: synthetic\n    channels:\n      1: {chain: ' '}",
      "4:11: sensors[1].channels.1.chain: is empty"
    ),
    (
      "sensors:\n  - sensor: synthetic\n    channels: {1: {gain: 2}}",
      "3:20: sensors[1].channels.1.gain: is no key; the keys are name, muscle, chain"
    ),
    (
      "sensors:\n  - port: 1-2\n    channels: {1: {muscle: [a, b]}}",
      "3:20: sensors[1].channels.1.muscle: is no plain value"
    ),
    ("sensors:\n  - driver: cyton", "2:5: sensors[1].driver: is no driver"),
    ("sensors:\n  - usb: 0403", "2:5: sensors[1].usb: is no pair of USB ids"),
    ("sensors:\n  - port: 1-2\n    baud: 1200", "3:5: sensors[1].baud: is 1200"),
    ("sensors:\n  - port: 1-2\n    gain: -1", "3:5: sensors[1].gain: is not above 0"),
    (
      "sensors:\n  - port: 1-2\n    channels: {1: {unit: furlong}}",
      "3:20: sensors[1].channels.1.unit: is no unit"
    ),
    ("usb: {probe: 1}", "1:7: usb.probe: is neither true nor false"),
    ("journal:\n  max_mb: 1", "2:3: journal.max_mb: is no whole number from 2 to 10000000"),
    ("journal:\n  keep_days: soon", "2:3: journal.keep_days: is no whole number"),
    ("journal:\n  days: 5", "2:3: journal.days: is no key; the keys are keep_days, max_mb"),
    ("socket:\n  groups: a", "2:3: socket.groups: is no key; the keys are path, group, control_g"),
    ("clips: yes", "1:1: clips: is neither true nor false"),
    ("clips:", "1:1: clips: is neither true nor false"),
    ("clips: {directory: here}", "1:9: clips.directory: does not begin with /"),
    ("clips:\n  before_s: 61", "2:3: clips.before_s: is not from 0 to 60"),
    ("clips:\n  after_s: -1", "2:3: clips.after_s: is not from 0 to 60"),
    ("clips:\n  max_mb: 0", "2:3: clips.max_mb: is no whole number from 1 to 10000000"),
    ("clips:\n  keep_days: 0.5", "2:3: clips.keep_days: is no whole number"),
    ("clips:\n  days: 5", "2:3: clips.days: is no key; the keys are directory, before_s"),
    ("- mains_hz: 50", "1:1: is no mapping"),
    ("profile: night\n  mains_hz: 50", "2:11: is not YAML: "),
    ("sensors: [", "2:1: is not YAML: "),
    ("profile: night\nprofile: exercise", "1:1: profile: is there twice"),
    ("just words", "1:1: is no mapping"),
  ])
  func `A wrong file is named with line, column and key`(
    content: String,
    complaint: String
  ) throws {
    let path = try scratch.file("crampd.yaml", (content + "\n").utf8)
    let run = try CrampctlRun(["--check-config", "--config", path], of: "crampd")
    #expect(run.failed(with: 2), "\(run)")
    #expect(run.errors.hasPrefix("crampd: \(path):\(complaint)"), "\(run.errors)")
  }

  @Test(arguments: [
    ["--config", "/nowhere/crampd.yaml", "--check-config"],
    ["--sensor", "radio", "--check-config"],
    ["--sensor", "synthetic:rain-in-spain", "--check-config"],
    ["--sensor", "synthetic:quiet-night?speed=0", "--check-config"],
    ["--sensor", "replay:", "--check-config"],
    ["--sensor", "replay:night.edf?speed=fast", "--check-config"],
    ["--sensor", "replay:night.edf?sped=2", "--check-config"],
    ["--sensor", "capture:", "--check-config"],
    ["--sensor", "capture:night.pcapng?driver=radio", "--check-config"],
    ["--log-level", "loud", "--check-config"],
    ["--nonsense"],
  ])
  func `A wrong command line is status 2 and one line`(arguments: [String]) throws {
    let run = try CrampctlRun(arguments + RunningDaemon.places(in: scratch), of: "crampd")
    #expect(run.failed(with: 2), "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("")).isEmpty)
  }

  @Test func `A recording that is missing is named, and nothing is left behind`() throws {
    let run = try CrampctlRun(
      ["--sensor", "replay:/nowhere/night.edf"] + RunningDaemon.places(in: scratch),
      of: "crampd"
    )
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains("/nowhere/night.edf"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("")).isEmpty)
  }

  @Test(arguments: [
    (["CRAMPD_PROFILE": "exercise"], 0, "profile exercise, 0 sensor(s)"),
    (["CRAMPD_PROFILE": "nite"], 2, "environment: CRAMPD_PROFILE: \"nite\" is none of "),
    (["CRAMPD_MAINS_HZ": "55"], 2, "environment: CRAMPD_MAINS_HZ: \"55\" is none of "),
    (["CRAMPD_LOG_LEVEL": "loud"], 2, "environment: CRAMPD_LOG_LEVEL: \"loud\" is none of "),
    (["CRAMPD_PROFILE": ""], 0, "profile practice, 0 sensor(s)"),
  ])
  func `The environment is over the file`(
    environment: [String: String],
    status: Int32,
    words: String
  ) throws {
    let path = try scratch.file("crampd.yaml", "profile: practice\n".utf8)
    let run = try CrampctlRun(
      ["--check-config"],
      of: "crampd",
      environment: environment.merging(["CRAMPD_CONFIG": path]) { $1 }
    )
    #expect(status == 0 ? run.status == 0 : run.failed(with: status), "\(run)")
    #expect((run.output + run.errors).contains(words), "\(run)")
  }

  @Test func `Flags are over the environment, and names reach the events`() async throws {
    let config = try scratch.file(
      "crampd.yaml",
      """
      sensors:
        - sensor: replay:\(Fixture.recording("short-cramp"))?speed=max
          channels: {1: {name: my calf, muscle: gastrocnemius, chain: posterior}}
      """.utf8
    )
    let (events, lines) = try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--config", config], in: scratch)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      return (client.events, client.lines)
    }
    let snapshot = try #require(lines.first { $0.contains(#""method":"snapshot""#) })
    #expect(snapshot.contains(#""muscle":"gastrocnemius""#), "\(snapshot)")
    #expect(snapshot.contains(#""chain":"posterior""#), "\(snapshot)")
    let channels = Set(events.filter(\.isOfTheDetector).map { $0.member("channel") })
    #expect(channels == ["\"my calf\""])
  }

  @Test(arguments: [true, false])
  func `A second daemon in the same place fails and changes nothing`(
    sameState: Bool
  ) async throws {
    let (run, before, after) = try await blocking { [scratch] in
      let first = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
      let client = try first.follow()
      try client.read(upTo: #""type":"sensor.attached""#)
      let before = client.events
      let state = sameState ? scratch.path("state") : scratch.path("other")
      let run = try CrampctlRun(
        [
          "--sensor", "synthetic:quiet-night", "--state-dir", state, "--socket", first.socket,
          "--log-level", "critical",
        ],
        of: "crampd"
      )
      client.send(#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#)
      try client.read(upTo: #""id":2"#)
      return (run, before, client.events)
    }
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains("running daemon"), "\(run)")
    #expect(after == before)
  }
}
