import Foundation
import Testing

/// One run of the built `crampctl`, or of another program of ours.
struct CrampctlRun {
  let program: String
  let status: Int32
  let output: String
  let errors: String

  /// Runs the program to its end.
  init(
    _ arguments: [String],
    of program: String = "crampctl",
    environment: [String: String] = [:]
  ) throws {
    self.program = program
    let directory = try Scratch()
    let output = directory.path("output")
    let errors = directory.path("errors")
    let process = try Self.process(arguments, of: program, environment: environment)
    // Files and not pipes: nothing can fill up, whatever is read first.
    for path in [output, errors] {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.begin()
    status = Self.status(of: process)
    self.output = try String(contentsOfFile: output, encoding: .utf8)
    self.errors = try String(contentsOfFile: errors, encoding: .utf8)
  }

  /// Waits for the end of a child, and leaves it to Foundation to bury it.
  ///
  /// Foundation itself waits until nobody holds its end of a socket, which a program that another
  /// test starts at the same moment may inherit and hold for as long as it runs.
  static func status(of process: Process) -> Int32 {
    var info = siginfo_t()
    let child = id_t(process.processIdentifier)
    while waitid(P_PID, child, &info, WEXITED | WNOWAIT) != 0 {
      guard errno == EINTR else {
        // It is buried already, so that there is nothing left to wait for.
        process.waitUntilExit()
        return process.terminationStatus
      }
    }
    return info._sifields._sigchld.si_status
  }

  /// The program, ready to run.
  static func process(
    _ arguments: [String],
    of program: String = "crampctl",
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = try executable(program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// The program in `CRAMPD_PROGRAMS`, beside the tests, or where a debug build puts it.
  static func executable(_ program: String) throws -> URL {
    let beside = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
      .deletingLastPathComponent()
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let chosen = ProcessInfo.processInfo.environment["CRAMPD_PROGRAMS"]
      .map { URL(fileURLWithPath: $0) }
    let places = [chosen, beside, root.appending(path: ".build/debug")].compactMap { $0 }
      .map { $0.appending(path: program) }
    return try #require(
      places.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "\(program) is built before its tests"
    )
  }

  /// The lines of the output.
  var lines: [Substring] { output.split(separator: "\n") }

  /// Whether it failed as programs should: nothing on standard output, one line on the other.
  func failed(with status: Int32) -> Bool {
    self.status == status && output.isEmpty && errors.hasPrefix("\(program): ")
      && errors.hasSuffix("\n") && errors.count { $0.isNewline } == 1
  }
}

/// A directory that goes with its last owner.
final class Scratch: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "crampctl-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String {
    url.appending(path: name).path
  }

  /// Makes a file and returns its path.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// Makes a simulated recording and returns its path.
  func recording(_ name: String, of scenario: String = "short-cramp") throws -> String {
    let run = try CrampctlRun(["simulate", scenario, "-o", path(name)])
    try #require(run.status == 0, "\(run.errors)")
    return path(name)
  }
}
