import CrampModel
import DetectorSettings
import Foundation
import Testing

struct CrampctlCalibrateTests {
  private static let night = Fixture.recording("calf-cramp-at-night")
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test func `Stretches of a recording make a calibration for detect`() throws {
    let file = scratch.path("calibration.json")
    let arguments = ["calibrate", "--from", Self.night, "--rest", "5-35", "--person", "Anna"]
    let spans = ["--maximum", "130-135", "--maximum", "150-155"]
    let run = try CrampctlRun(arguments + spans + ["-o", file])
    #expect(run.status == 0, "\(run)")
    #expect(run.output.hasPrefix("left-calf of Anna: rest "), "\(run)")
    #expect(run.errors.isEmpty, "\(run)")
    let made = try #require(try CalibrationFile(path: file).read()?.current.first)
    // It is a function of its input.
    #expect(try CrampctlRun(arguments + spans).output == run.output)
    #expect(run.output.contains(made.id))
    let second = try CrampctlRun(arguments + ["--maximum", "160-162", "-o", file])
    #expect(second.status == 0, "\(second)")
    #expect(try CalibrationFile(path: file).read()?.history == [made])
    let found = try CrampctlRun([
      "detect", "--format", "ndjson", "--calibration", file, Self.night,
    ])
    let id = try #require(try CalibrationFile(path: file).read()?.current.first?.id)
    let onset = try #require(found.lines.first { $0.contains("cramp.onset") })
    #expect(String(onset).member("calibration") == "\"\(id)\"")
  }

  @Test func `A contrast that is too small is told`() throws {
    // A fasciculation for the maximum.
    let run = try CrampctlRun([
      "calibrate", "--from", Self.night, "--rest", "5-35", "--maximum", "98-103",
    ])
    #expect(run.status == 0, "\(run)")
    #expect(run.errors.contains("warning: the maximum is only 2.2 times rest; below 4 times"))
  }

  @Test(arguments: [
    (["--rest", "150-180", "--maximum", "130-135", "--channel", "arm"], "no channel arm"),
    (["--rest", "110-140", "--maximum", "130-135"], "rest at 110-140 s: not at rest: "),
    (["--rest", "5-35", "--maximum", "5-10"], "maximum at 5-10 s: no contraction seen: "),
    (["--rest", "5-35", "--maximum", "299-304"], "the recording ends before that"),
  ])
  func `A stretch of no use is told with its place`(spans: [String], words: String) throws {
    let run = try CrampctlRun(["calibrate", "--from", Self.night] + spans)
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains(words), "\(run)")
  }

  @Test(arguments: [
    ["--from", "a.edf"], ["--from", "a.edf", "--rest", "5-35"],
    ["--from", "a.edf", "--rest", "30", "--maximum", "5"],
    ["--from", "a.edf", "--rest", "35-5", "--maximum", "40-45"],
    ["--from", "a.edf", "--rest", "5-6", "--maximum", "40-45"],
    ["--rest", "5-35"], ["--maximum", "5", "--maximum", "6"], ["--rest", "nan"],
    ["--list", "--forget", "0123abcd"], ["-o", "a.json"], ["--pause=-1"], ["--person", ""],
    ["--channel", "a", "--channel", "b"],
  ])
  func `A wrong command line is status 2 and one line`(arguments: [String]) throws {
    let run = try CrampctlRun(["calibrate"] + arguments)
    #expect(run.failed(with: 2), "\(run)")
  }

  @Test(arguments: [["--list"], ["--forget", "0123abcd"], ["--pause", "0"]])
  func `Without a daemon it says so`(arguments: [String]) throws {
    let socket = ["--socket", scratch.path("nobody")]
    let run = try CrampctlRun(["calibrate"] + arguments + socket)
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains("there is no socket"), "\(run)")
  }

  @Test func `A file of calibrations that is wrong is told before anything is read`() throws {
    let bad = try scratch.file("bad.json", "{\"version\":3}".utf8)
    for file in [bad, scratch.path("missing.json")] {
      let run = try CrampctlRun(["detect", "--calibration", file, Self.night])
      #expect(run.failed(with: 1), "\(run)")
      #expect(run.errors.contains(file), "\(run)")
    }
  }

  @Test func `A person is guided, and tries that were none are made up for`() async throws {
    let run = try await blocking { [scratch] in
      let sensor = "replay:\(Self.night)?speed=10"
      let daemon = try RunningDaemon(["--sensor", sensor], in: scratch)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.attached""#)
      return try CrampctlRun([
        "calibrate", "--socket", daemon.socket, "--pause", "2", "--rest", "5", "--maximum", "3",
        "--person", "Anna",
      ])
    }
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("Rest: keep still for 5.0 s ...\n  rest "), "\(run)")
    #expect(run.output.contains("Squeeze as hard as is comfortable (1 of 3) ...\n"), "\(run)")
    #expect(run.output.contains("Let go.  no contraction seen: "), "\(run)")
    #expect(run.lines.last?.hasPrefix("left-calf of Anna: rest ") == true, "\(run)")
  }
}
