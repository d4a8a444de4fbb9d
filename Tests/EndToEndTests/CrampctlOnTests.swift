import Foundation
import Testing

/// `crampctl on` beside a daemon that has played a recording as fast as it can.
struct CrampctlOnTests {
  private static let recording = "replay:\(Fixture.recording("calf-cramp-at-night"))?speed=max"
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// A daemon with all of the recording's events in its journal.
  private static func daemon(in scratch: Scratch) throws -> RunningDaemon {
    let daemon = try RunningDaemon(["--sensor", recording], in: scratch)
    try daemon.follow().read(upTo: #""type":"sensor.detached""#)
    return daemon
  }

  /// The lines of the journal.
  private static func history(_ daemon: RunningDaemon) throws -> [String] {
    let run = try CrampctlRun(["history", "--format", "ndjson", "--journal", daemon.journal])
    return run.lines.map(String.init)
  }

  @Test func `A command has the event in its environment and on its standard input`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let on = try RunningCommand(
        ["on", "cramp.onset", "--after", "0", "--socket", daemon.socket, "--"]
          + ["sh", "-c", "cat; env | grep ^CRAMP_ | sort; echo end"],
        in: scratch
      )
      try on.wait { on.output.hasSuffix("end\n") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.errors == "")
      let onset = try #require(try Self.history(daemon).first { $0.contains("cramp.onset") })
      let lines = on.output.split(separator: "\n").map(String.init)
      #expect(lines.first == onset)
      let data = Data(onset.utf8)
      let members = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      for (name, value) in members {
        guard let text = value as? String else { continue }
        #expect(lines.contains("CRAMP_\(name.uppercased())=\(text)"), "\(name)")
      }
      #expect(lines.contains("CRAMP_SUPPRESSED=0"))
      #expect(lines.count == members.count + 3)
    }
  }

  @Test func `Over restarts no event comes twice, and none is left out`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let seqs = try Self.history(daemon).indices.map { String($0 + 1) }
      try #require(seqs.count > 6)
      let cursor = try scratch.file("cursor", #"{"seq":0,"suppressed":0}"#.utf8)
      let arguments = [
        "on", "*", "--cursor", cursor, "--socket", daemon.socket, "--", "sh", "-c",
        "echo $CRAMP_SEQ",
      ]
      var found: [String] = []
      while found.count < seqs.count {
        let on = try RunningCommand(arguments, in: scratch)
        try on.wait { on.output.count { $0 == "\n" } >= min(2, seqs.count - found.count) }
        try #require(try on.end(by: SIGTERM) == 0)
        found += on.output.split(separator: "\n").map(String.init)
        #expect(on.errors == "")
      }
      #expect(found == seqs)
    }
  }

  @Test func `What is held back is told with the next run, over a restart too`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let count = try Self.history(daemon).count
      let cursor = try scratch.file("cursor", #"{"seq":0,"suppressed":0}"#.utf8)
      let arguments = ["on", "*", "--cursor", cursor, "--socket", daemon.socket]
      let command = ["--", "sh", "-c", "echo $CRAMP_SEQ:$CRAMP_SUPPRESSED"]
      let limited = try RunningCommand(arguments + ["--at-most", "1/1h"] + command, in: scratch)
      try limited.wait {
        try String(contentsOfFile: cursor, encoding: .utf8).contains("\"seq\":\(count),")
      }
      #expect(try limited.end(by: SIGTERM) == 0)
      #expect(limited.output == "1:0\n")
      let next = try RunningCommand(arguments + command, in: scratch)
      #expect(try CrampctlRun(["mark", "next", "--socket", daemon.socket]).status == 0)
      try next.wait { next.output.contains("\n") }
      #expect(try next.end(by: SIGINT) == 0)
      #expect(next.output == "\(count + 1):\(count - 1)\n")
    }
  }

  @Test func `A cursor of another journal begins with what there is`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let cursor = try scratch.file("cursor", #"{"seq":99999,"suppressed":0}"#.utf8)
      let on = try RunningCommand(
        ["on", "*", "--cursor", cursor, "--socket", daemon.socket, "--", "sh", "-c"]
          + ["echo $CRAMP_SEQ"],
        in: scratch
      )
      try on.wait { on.output.contains("2\n") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.output.hasPrefix("1\n2\n"))
      #expect(on.errors.contains("the cursor is of another journal"))
    }
  }

  @Test func `A command that hangs is ended, and told of once`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let on = try RunningCommand(
        ["on", "cramp.*", "--after", "0", "--timeout", "0.3s", "--socket", daemon.socket, "--"]
          // Signals are as at a login: what is ignored at the start of a shell cannot be trapped.
          + ["sh", "-c", "trap 'echo asked; exit 0' TERM; echo begun; sleep 60 & wait"],
        in: scratch
      )
      try on.wait { on.output.contains("asked\nbegun\nasked\n") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.errors == "crampctl: sh took longer than 0.3 s, and was ended\n")
    }
  }

  @Test func `A command that cannot be asked to end is killed with all that it began`() async throws
  {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let on = try RunningCommand(
        ["on", "cramp.onset", "--after", "0", "--timeout", "0.1s", "--socket", daemon.socket, "--"]
          + ["sh", "-c", "trap '' TERM; sh -c 'echo $$; sleep 600; :'"],
        in: scratch
      )
      try on.wait { on.errors.contains("took longer") }
      let child = try #require(pid_t(on.output.split(separator: "\n").first ?? ""))
      try on.wait { kill(child, 0) != 0 }
      #expect(try on.end(by: SIGTERM) == 0)
    }
  }

  @Test func `To the end, a command that runs is waited for, and its event is done`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let cursor = try scratch.file("cursor", #"{"seq":0,"suppressed":0}"#.utf8)
      let on = try RunningCommand(
        ["on", "*", "--cursor", cursor, "--socket", daemon.socket, "--", "sh", "-c"]
          + ["echo begun; sleep 1; echo done"],
        in: scratch
      )
      try on.wait { on.output == "begun\n" }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.output == "begun\ndone\n")
      #expect(try String(contentsOfFile: cursor, encoding: .utf8).contains("\"seq\":1,"))
    }
  }

  @Test func `A command that fails is told of when that changes`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let count = try Self.history(daemon).count
      let on = try RunningCommand(
        ["on", "*", "--after", "0", "--socket", daemon.socket, "--", "sh", "-c"]
          + ["echo $CRAMP_SEQ; [ $CRAMP_SEQ -gt 3 ] || exit 7"],
        in: scratch
      )
      try on.wait { on.output.hasSuffix("\(count)\n") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.errors == "crampctl: sh ended with status 7\ncrampctl: sh works again\n")
    }
  }

  @Test func `A command has no files but its input and its outputs`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let on = try RunningCommand(
        ["on", "cramp.onset", "--after", "0", "--socket", daemon.socket]
          + ["--run", "sh", "-c", "ls /proc/$$/fd; echo $*", "sh", "--", "end"],
        in: scratch
      )
      try on.wait { on.output.hasSuffix("end\n") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.output == "0\n1\n2\n-- end\n")
    }
  }

  @Test func `A dry run says what would be run, and runs nothing`() async throws {
    try await blocking { [scratch] in
      let daemon = try Self.daemon(in: scratch)
      let cursor = try scratch.file("cursor", #"{"seq":0,"suppressed":0}"#.utf8)
      let on = try RunningCommand(
        ["on", "*", "--cursor", cursor, "--dry-run", "--at-most", "1/1d", "--socket"]
          + [daemon.socket, "--", "sh", "-c", "touch \(scratch.path("touched"))"],
        in: scratch
      )
      try on.wait { on.output.contains("held back: too many lately") }
      #expect(try on.end(by: SIGTERM) == 0)
      #expect(on.output.contains("  CRAMP_TYPE=daemon.started\n"))
      #expect(!FileManager.default.fileExists(atPath: scratch.path("touched")))
      #expect(try String(contentsOfFile: cursor, encoding: .utf8).contains("\"seq\":0"))
    }
  }

  @Test(arguments: [
    ["on"], ["on", "marker"], ["on", "marker", "--"], ["on", "markers", "--", "true"],
    ["on", "--", "true"], ["on", "marker", "--at-most", "often", "--", "true"],
    ["on", "marker", "--quiet", "night", "--", "true"],
    ["on", "marker", "--min-confidence", "2", "--", "true"],
    ["on", "marker", "--timeout", "0", "--", "true"], ["on", "marker", "--after=-1", "--", "true"],
    ["on", "marker", "--after", "1", "--cursor", "c", "--", "true"],
  ])
  func `A wrong command line is status 2 and one line`(arguments: [String]) throws {
    let run = try CrampctlRun(arguments)
    #expect(run.failed(with: 2), "\(run)")
  }

  @Test(arguments: [
    ("--at-most", "often", "the units are s, m, h, d"),
    ("--quiet", "22:00", "22:00-07:00"), ("--timeout", "0", "30s, 10m, 2h or 1d"),
  ])
  func `A wrong value is told with what is allowed`(
    name: String,
    value: String,
    words: String
  )
    throws
  {
    let run = try CrampctlRun(["on", "marker", name, value, "--", "true"])
    #expect(run.failed(with: 2), "\(run)")
    #expect(run.errors.contains(words), "\(run)")
  }

  @Test func `What cannot work is said before anything is awaited`() throws {
    let missing = try CrampctlRun(["on", "marker", "--", "no-such-program-anywhere"])
    #expect(missing.failed(with: 1), "\(missing)")
    let cursor = try scratch.file("cursor", "42\n".utf8)
    let run = try CrampctlRun(["on", "marker", "--cursor", cursor, "--", "true"])
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains("is no cursor; remove it"))
    let folder = try CrampctlRun(["on", "marker", "--cursor", scratch.path("."), "--", "true"])
    #expect(folder.failed(with: 1), "\(folder)")
    #expect(folder.errors.contains("is a folder; name a file in it"))
    let nowhere = try CrampctlRun(["on", "marker", "--cursor", scratch.path("a/b"), "--", "true"])
    #expect(nowhere.failed(with: 1), "\(nowhere)")
    #expect(nowhere.errors.contains("mkdir -p \(scratch.path("a"))"))
  }
}
