import Foundation
import Testing

/// A program that listens to the daemon until it is ended.
final class ListeningProgram {
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// Starts it; what it prints goes to files with its name.
  init(_ name: String, _ words: [String], in scratch: Scratch) throws {
    output = URL(fileURLWithPath: try scratch.file("\(name).output", []))
    errors = URL(fileURLWithPath: try scratch.file("\(name).errors", []))
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.begin()
  }

  deinit {
    end()
  }

  /// Its lines as soon as there are so many; throws if it ends before, or takes too long.
  func lines(_ count: Int) throws -> [String] {
    for _ in 0..<6_000 {
      let lines = try text(of: output).split(separator: "\n").map(String.init)
      if lines.count >= count { return lines }
      guard process.isRunning else { throw Disappointment("it ended: \(try text(of: errors))") }
      usleep(10_000)
    }
    throw Disappointment("only \(try text(of: output)) came, and \(try text(of: errors))")
  }

  /// Its exit status, and what it said on standard error.
  func failure() throws -> (status: Int32, errors: String) {
    for _ in 0..<6_000 where process.isRunning {
      usleep(10_000)
    }
    guard !process.isRunning else { throw Disappointment("it does not end") }
    return (process.terminationStatus, try text(of: errors))
  }

  func end() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private func text(of url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8)
  }
}
