import Foundation
import Testing

/// `crampctl session` and `crampctl label`, as a person types them.
@Suite(.timeLimit(.minutes(3))) struct CrampctlSessionTests {
  @Test func `A practice is begun, cued, ended and shown`() async throws {
    let runs = try await blocking {
      let daemon = try RunningDaemon(
        ["--sensor", "synthetic:voluntary-holds?speed=10"],
        in: Scratch()
      )
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      func run(_ words: String...) throws -> CrampctlRun {
        try CrampctlRun(words + ["--socket", daemon.socket])
      }
      var runs: [CrampctlRun] = []
      for _ in 0..<2 {
        runs.append(try run("session", "start", "practice", "calf"))
        runs.append(try run("session", "cue", "repetition", "--name", "calf raise"))
        try client.read(upTo: #""type":"cramp.release""#)
        runs.append(try run("session", "end", "calf"))
      }
      runs.append(try run("session", "show", "calf"))
      runs.append(try run("session", "list", "--format", "csv"))
      runs.append(try run("label", "last", "--severity", "3"))
      runs.append(try run("label", "--list"))
      runs.append(try run("session", "show", "foot"))
      runs.append(try run("label", "ffff", "--confirmed"))
      return runs
    }
    #expect(runs.prefix(10).allSatisfy { $0.status == 0 && $0.errors.isEmpty }, "\(runs)")
    #expect(runs[0].output.contains("not at bedtime") || runs[0].output.contains("Not at bedtime"))
    #expect(runs[0].output.contains("not a\nmedical device"))
    #expect(runs[2].output.contains("calf raise"))
    #expect(runs[6].output == runs[5].output)
    #expect(runs[6].output.contains("Earlier sessions of this name"))
    #expect(runs[6].output.contains("Cramps per repetition of calf raise: "))
    #expect(runs[7].lines.count == 3)
    #expect(runs[9].lines.count == 2)
    #expect(runs[10].failed(with: 1))
    #expect(runs[11].failed(with: 1))
    #expect(runs[11].errors.contains("no episode's id begins so; the newest: "))
  }

  @Test func `A cramp that was not found is told and withdrawn`() async throws {
    let (missed, withdrawn, refused, escaped) = try await blocking {
      let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: "sensor.attached")
      func run(_ words: String...) throws -> CrampctlRun {
        try CrampctlRun(words + ["--socket", daemon.socket], environment: ["TZ": "UTC"])
      }
      let missed = try run("label", "--missed", "--at", "2026-03-01T03:00:00Z", "--severity", "4")
      try #require(missed.status == 0, "\(missed)")
      try client.read(upTo: #""type":"episode.labelled""#)
      let id = client.events.last?.member("episode")?.filter { $0 != "\"" } ?? ""
      _ = try run("session", "start", "\u{1B}[31m\u{202E}calf")
      return (
        missed, try run("label", id, "--false-alarm"), try run("label", id, "--confirmed"),
        try run("session", "start", "practice", "foot")
      )
    }
    #expect(
      missed.output == "Noted a cramp at 2026-03-01 03:00:00 that was not found.\n",
      "\(missed)"
    )
    #expect(
      withdrawn.output.hasPrefix("Withdrawn: the cramp at 2026-03-01 03:00:00 "),
      "\(withdrawn)"
    )
    #expect(refused.failed(with: 1) && refused.errors.contains("withdraws it"), "\(refused)")
    #expect(escaped.failed(with: 1) && escaped.errors.contains("\"?[31m?calf\""), "\(escaped)")
  }

  @Test(arguments: [
    ["session", "start"], ["session", "start", "party", "calf"], ["session", "cue", "Let go"],
    ["session", "cue", "repetition"], ["session", "start", "a", "b", "c"],
    ["session", "list", "--journal", "a", "--state-dir", "b"], ["label"], ["label", "last"],
    ["label", "--missed"], ["label", "last", "--severity", "11"],
    ["label", "last", "--confirmed", "--false-alarm"], ["label", "--list", "--severity", "3"],
    ["label", "last", "--side", "middle"], ["label", "last", "--at", "2h", "--severity", "1"],
  ])
  func `A wrong command line says so in one line`(arguments: [String]) throws {
    let run = try CrampctlRun(arguments)
    #expect(run.failed(with: 2), "\(run)")
  }
}
