import Foundation

/// A `crampctl` that runs on, with what it says in files.
final class RunningCommand {
  private let process: Process
  private let outputPath: String
  private let errorPath: String

  /// Starts the command.
  init(_ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]) throws {
    let name = UUID().uuidString
    outputPath = try scratch.file("output-\(name)", [])
    errorPath = try scratch.file("errors-\(name)", [])
    process = try CrampctlRun.process(arguments, environment: environment)
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
    try process.begin()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

  /// Asks again until the answer is yes; other processes cannot be awaited otherwise.
  func wait(within seconds: Double = 30, until isSo: () throws -> Bool) throws {
    for _ in 0..<Int(seconds * 100) {
      if try isSo() { return }
      guard process.isRunning else { break }
      usleep(10_000)
    }
    if try isSo() { return }
    throw Disappointment("in vain; it said \(output) and \(errors)")
  }

  /// Sends a signal, and gives the exit status; -1 if it does not end, or by the signal.
  func end(by signal: Int32) throws -> Int32 {
    if process.isRunning { kill(process.processIdentifier, signal) }
    for _ in 0..<3_000 where process.isRunning { usleep(10_000) }
    guard !process.isRunning, process.terminationReason == .exit else { return -1 }
    return process.terminationStatus
  }
}
