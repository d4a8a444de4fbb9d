import CrampModel
import EventJournal
import Foundation
import Testing

struct CrampctlRoutineTests {
  private static let sides = """
    name: two-sides
    prepare_s: 20
    steps:
      - {name: calf, instruction: Lean on the wall., side: left, hold_s: 60, rest_s: 30}
      - {name: calf, side: right, hold_s: 60, rest_s: 30}
    """
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func alone(_ arguments: [String]) throws -> CrampctlRun {
    try CrampctlRun(["routine"] + arguments + ["--socket", scratch.path("nobody")])
  }

  @Test func `Without a daemon it guides all the same, and says so once`() async throws {
    try await blocking {
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let run = try alone([file, "--fast", "200", "--plain"])
      #expect(run.status == 0, "\(run)")
      #expect(run.errors.contains("nothing is measured: there is no socket"), "\(run)")
      #expect(run.errors.count { $0.isNewline } == 1)
      let told = run.lines.compactMap { $0.firstMatch(of: /^[0-9]+:[0-9]{2} +(.*)/)?.output.1 }
      #expect(
        told == [
          "get ready, 20 s; next: calf, left", "hold: calf, left, 60 s",
          "rest, then the other side, 30 s; next: calf, right", "hold: calf, right, 60 s",
          "rest, 30 s; this is the last", "done",
        ]
      )
      #expect(run.output.count(of: "Lean on the wall.") == 1)
    }
  }

  @Test func `What is included is listed, and shown as a file that can be read`() async throws {
    try await blocking {
      let list = try CrampctlRun(["routine", "--list"])
      #expect(list.status == 0)
      for name in ["feet", "calves", "hamstrings", "evening"] {
        #expect(list.lines.contains { $0.hasPrefix("\(name) ") }, "\(name)")
        let shown = try CrampctlRun(["routine", "--show", name])
        #expect(shown.status == 0)
        let file = try scratch.file("\(name).yaml", shown.output.utf8)
        #expect(try CrampctlRun(["routine", "--show", file]).output == shown.output)
      }
    }
  }

  @Test func `The command line changes all holds and rests`() async throws {
    try await blocking {
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let times = ["--hold", "90", "--rest", "0", "--prepare", "0"]
      let run = try alone([file, "--fast", "500", "--plain"] + times)
      #expect(run.status == 0, "\(run)")
      #expect(run.output.contains("two-sides: 2 holds, 3 min 0 s"), "\(run)")
      #expect(run.output.contains("hold: calf, right, 90 s"), "\(run)")
      #expect(!run.output.contains("rest"))
      #expect(run.output.contains("Lean on the wall."), "nothing else says it")
    }
  }

  @Test func `A wrong file is status 2, with its place`() async throws {
    try await blocking {
      let file = try scratch.file("bad.yaml", "name: x\nsteps:\n  - {name: a, hold_s: -3}\n".utf8)
      for arguments in [["routine", file], ["routine", "--show", file]] {
        let run = try CrampctlRun(arguments)
        #expect(run.failed(with: 2), "\(run)")
        #expect(run.errors.contains("bad.yaml:3:15: steps[1].hold_s: is not from 1 to 600 seconds"))
      }
    }
  }

  @Test(arguments: [
    ["routine"], ["routine", "knees"], ["routine", "./knees"],
    ["routine", "calves", "--hold", "0"],
    ["routine", "calves", "--hold", "601"], ["routine", "calves", "--rest=-1"],
    ["routine", "calves", "--fast", "0"], ["routine", "calves", "--breathing", "4-4-4"],
    ["routine", "calves", "--breathing", "4-0-0-0"], ["routine", "evening", "--hold", "600"],
    ["routine", "--show", "knees"],
  ])
  func `A wrong command line is status 2 and one line`(arguments: [String]) async throws {
    try await blocking {
      let run = try CrampctlRun(arguments)
      #expect(run.failed(with: 2), "\(run)")
    }
  }

  @Test func `A practice is for a terminal, where somebody agrees to its words`() async throws {
    try await blocking {
      let text = Self.sides.replacing("prepare_s", with: "kind: practice\nprepare_s")
      let file = try scratch.file("practice.yaml", text.utf8)
      let run = try alone([file, "--fast", "500"])
      #expect(run.failed(with: 1), "\(run)")
      #expect(run.errors.contains("is a practice: run it on a terminal"), "\(run)")
    }
  }

  @Test func `Holds become a session with marks`() async throws {
    try await blocking { [scratch] in
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let daemon = try RunningDaemon(["--sensor", "synthetic"], in: scratch)
      try daemon.follow().read(upTo: #""type":"sensor.attached""#)
      let run = try CrampctlRun([
        "routine", file, "--fast", "60", "--plain", "--socket", daemon.socket,
      ])
      #expect(run.status == 0, "\(run)")
      #expect(run.errors == "")
      let reader = try JournalReader(path: daemon.journal)
      let events = try reader.events(query: HistoryQuery())
      let session = try #require(events.first { $0.type == .sessionStarted })
      #expect(session[.name] == .text("two-sides"))
      #expect(session[.kind] == .text("exercise"))
      let marks = events.filter { $0.type == .marker }
      #expect(marks.map { $0[.cue] } == ["hold", "switch-side", "hold", "rest"].map { .text($0) })
      #expect(marks.first?[.text] == .text("calf, left"))
      #expect(marks.allSatisfy { $0[.session] == .text(session.id.description) })
      #expect(events.contains { $0.type == .sessionEnded })
      // A minute at sixty times its pace is a second: too short for a tone, and said to be.
      #expect(run.output.contains("Tone of the muscle before, during and after each hold:"))
      let rows = run.lines.filter { $0.contains("left-calf") }
      #expect(rows.count == 2, "\(run)")
      #expect(rows.allSatisfy { $0.contains("short") }, "\(run)")
      #expect(run.output.contains("short: a tone needs 10 s"))
    }
  }

  @Test func `A daemon that goes away does not stop it`() async throws {
    try await blocking { [scratch] in
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let daemon = try RunningDaemon(["--sensor", "synthetic"], in: scratch)
      try daemon.follow().read(upTo: #""type":"sensor.attached""#)
      let routine = try RunningCommand(
        ["routine", file, "--fast", "20", "--plain", "--socket", daemon.socket],
        in: scratch
      )
      try routine.wait { routine.output.contains("hold: calf, left") }
      daemon.signal(SIGKILL)
      try routine.wait { routine.output.contains("done\n") }
      try routine.wait { routine.errors.contains("is still open") }
      #expect(routine.errors.count(of: "marks are lost, and the routine goes on") == 1)
      _ = try routine.end(by: 0)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `A signal stops it in good order`(signal: Int32) async throws {
    try await blocking { [scratch] in
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let routine = try RunningCommand(
        ["routine", file, "--plain", "--socket", scratch.path("nobody")],
        in: scratch
      )
      try routine.wait { routine.output.contains("get ready") }
      #expect(try routine.end(by: signal) == 0)
      #expect(routine.output.hasSuffix("stopped\n"), "\(routine.output)")
    }
  }

  @Test func `What speaks is told the changes, and what is missing is said`() async throws {
    try await blocking {
      let file = try scratch.file("sides.yaml", Self.sides.utf8)
      let words = scratch.path("words")
      let speaker = try scratch.file("espeak-ng", "#!/bin/sh\necho \"$*\" >> '\(words)'\n".utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: speaker)
      let arguments = [file, "--fast", "60", "--plain", "--speak"]
      let nobody = ["--socket", scratch.path("nobody")]
      let path = ["PATH": "\(scratch.path("")):/usr/bin:/bin"]
      let run = try CrampctlRun(["routine"] + arguments + nobody, environment: path)
      #expect(run.status == 0, "\(run)")
      let said = try String(contentsOfFile: words, encoding: .utf8)
      #expect(said.contains("-- hold: calf, left\n"))
      #expect(said.contains("-- and rest, then the other side\n"))
      let mute = try CrampctlRun(
        ["routine", "--fast", "1000", "--plain", "--speak", file] + nobody,
        environment: ["PATH": scratch.path("empty")]
      )
      #expect(mute.status == 0)
      #expect(mute.errors.contains("--speak: there is nothing that speaks"))
    }
  }
}

extension String {
  /// How often a text is in this one.
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
