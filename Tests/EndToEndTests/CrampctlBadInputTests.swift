import Foundation
import Testing

struct CrampctlBadInputTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: [
    ("empty.edf", ""),
    ("words.csv", "these are only words\n"),
    ("letters.csv", "time_s,calf_uV\n0,1\n0.002,abc\n0.004,1\n"),
    ("numbers.csv", "calf_uV\n1\n2\n3\n"),
    ("ragged.csv", "time_s,calf_uV\n0,1\n0.002,1,7\n"),
  ])
  func `A file that is no recording gives one line and no output`(
    name: String,
    content: String
  ) throws {
    let path = try scratch.file(name, content.utf8)
    let run = try CrampctlRun(["detect", path])
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains(name))
  }

  @Test(arguments: ["text", "ndjson", "tsv"])
  func `What is odd about a readable file is a warning beside the output`(
    format: String
  ) throws {
    let rows = "time_s,calf_uV\n0,1\n0.002,1\n0.001,1\n"
    let path = try scratch.file("backwards.csv", rows.utf8)
    let run = try CrampctlRun(["detect", "--format", format, path])
    #expect(run.status == 0)
    #expect(run.errors.hasPrefix("crampctl: warning: "), "\(run)")
    #expect(run.errors.contains("backwards.csv: line 4"))
    #expect(!run.output.contains("warning"))
  }

  @Test(arguments: ["text", "ndjson", "tsv"])
  func `A truncated recording gives no output in any format`(format: String) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.recording("night.edf")))
    let path = try scratch.file("cut.edf", whole.dropLast(1_500))
    let run = try CrampctlRun(["detect", "--format", format, path])
    #expect(run.failed(with: 1), "\(run)")
    #expect(run.errors.contains("cut.edf"))
    #expect(run.errors.contains("truncated"))
  }

  @Test(arguments: [
    (236, "abc     "),  // the count of records
    (244, "0       "),  // the duration of a record
    (252, "-1  "),  // the count of signals
    (184, "999999  "),  // the size of the header
  ])
  func `A header that cannot be gives one line`(offset: Int, field: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.recording("night.edf")))
    bytes.replaceSubrange(offset..<offset + field.utf8.count, with: field.utf8)
    let path = try scratch.file("header.edf", bytes)
    let run = try CrampctlRun(["detect", path])
    #expect(run.failed(with: 1), "\(run)")
  }

  @Test func `Missing files, directories and unknown channels give one line`() throws {
    let night = try scratch.recording("night.edf")
    for arguments in [
      ["detect", scratch.path("nowhere.edf")],
      ["detect", scratch.path("")],
      ["detect", "--channel", "elbow", night],
      ["convert", scratch.path("nowhere.edf"), scratch.path("out.edf")],
      ["convert", night, scratch.path("nowhere/out.edf")],
      ["convert", night, night],
      ["simulate", "short-cramp", "-o", night],
      ["score", "--reference", scratch.path("no.tsv"), "--detected", scratch.path("no.tsv")],
      ["history", "--journal", scratch.path("no.sqlite")],
      ["history", "--journal", night],
      ["status", "--socket", scratch.path("no.sock")],
      ["mark", "stretched", "--socket", scratch.path("no.sock")],
    ] {
      let run = try CrampctlRun(arguments)
      #expect(run.failed(with: 1), "\(arguments) \(run)")
    }
  }

  @Test func `The files after a damaged one are still read`() throws {
    let empty = try scratch.file("empty.edf", [])
    let night = try scratch.recording("night.edf")
    let run = try CrampctlRun(["detect", "--format", "ndjson", empty, night])
    #expect(run.status == 1)
    #expect(run.errors.contains("empty.edf"))
    #expect(run.lines.contains { $0.contains(#""sensor":"replay:night.edf""#) })
  }

  @Test(arguments: ["out.csv", "out.edf"])
  func `A conversion that fails leaves nothing behind`(output: String) throws {
    let rows = (0..<5_000).map { "\(Double($0) / 500),1\n" }.joined()
    let path = try scratch.file("late.csv", "time_s,calf_uV\n\(rows)10,abc\n".utf8)
    let run = try CrampctlRun(["convert", path, scratch.path(output)])
    #expect(run.failed(with: 1), "\(run)")
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path(""))
    #expect(left == ["late.csv"])
  }

  @Test func `A reader that goes away is success`() throws {
    let process = try CrampctlRun.process(["simulate", "--list"])
    let pipe = Pipe()
    let errors = Pipe()
    process.standardOutput = pipe
    process.standardError = errors
    try pipe.fileHandleForReading.close()
    try process.begin()
    process.waitUntilExit()
    try errors.fileHandleForWriting.close()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
