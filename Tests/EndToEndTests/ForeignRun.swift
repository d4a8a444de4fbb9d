import Foundation
import Testing

/// One run of a program that is not ours; Python has the packages that `Scripts/test` installs.
struct ForeignRun {
  let status: Int32
  let output: String
  let errors: String

  /// Runs a program; `nil` where there is no Python with the packages, which is said plainly.
  init?(python program: String, _ arguments: [String], needs packages: [String]) throws {
    let python = ProcessInfo.processInfo.environment["CRAMPD_PYTHON"] ?? "python3"
    let imports = packages.map { "import \($0)" }.joined(separator: "; ")
    let probe = try Self.run([python, "-c", imports])
    guard probe.status == 0 else {
      print("SKIPPED: \(python) lacks one of \(packages.joined(separator: ", "))")
      return nil
    }
    (status, output, errors) = try Self.run([python, "-c", program] + arguments)
  }

  /// Runs a pipeline of the shell, and something beside it; `nil` where a program is missing.
  init?(
    shell line: String,
    _ arguments: [String],
    needs programs: [String],
    meanwhile: () throws -> Void
  ) throws {
    for program in programs {
      guard try Self.run(["sh", "-c", "command -v \(program)"]).status == 0 else {
        print("SKIPPED: there is no \(program)")
        return nil
      }
    }
    (status, output, errors) = try Self.run(
      ["sh", "-c", line, "sh"] + arguments,
      meanwhile: meanwhile
    )
  }

  private static func run(
    _ words: [String],
    meanwhile: () throws -> Void = {}
  ) throws -> (status: Int32, output: String, errors: String) {
    let scratch = try Scratch()
    let output = try scratch.file("output", [])
    let errors = try scratch.file("errors", [])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.begin()
    defer { if process.isRunning { process.terminate() } }
    try meanwhile()
    process.waitUntilExit()
    return (
      process.terminationStatus,
      try String(contentsOfFile: output, encoding: .utf8),
      try String(contentsOfFile: errors, encoding: .utf8)
    )
  }
}
