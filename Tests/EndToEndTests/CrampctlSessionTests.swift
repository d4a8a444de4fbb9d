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
