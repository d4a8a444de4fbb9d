import Foundation
import Testing

/// People who are in the service's group, and people who are not, read the journal of a daemon
/// that the system runs; only root can act as them.
struct CrampctlMemberTests {
  /// What the daemon has left when the person comes.
  enum End: String, CaseIterable, Sendable {
    case running
    case stopped
    case killed
    /// Killed, and the file that programs share to find their way in the log is gone.
    case killedWithoutIndex
  }

  private static let service = 61_000
  private static let member = 61_001
  private static let stranger = 61_002

  @Test(arguments: End.allCases)
  func `A member of the group reads the history and changes nothing`(_ end: End) async throws {
    guard geteuid() == 0 else {
      print("SKIPPED: only root can act as other users")
      return
    }
    try await blocking {
      let room = try ServiceRoom(user: Self.service)
      defer { room.end() }
      try room.wait()
      switch end {
      case .running: break
      case .stopped: try room.stop(SIGTERM)
      case .killed, .killedWithoutIndex: try room.stop(SIGKILL)
      }
      if end == .killedWithoutIndex { try room.remove("journal.sqlite-shm") }
      let before = try room.files()
      let words = ["history", "--state-dir", room.state, "--format", "ndjson"]
      let run = try room.run(words, user: Self.member, group: Self.service)
      guard run.status == 0, run.output.contains("daemon.started") else {
        throw Disappointment("\(run)")
      }
      let stranger = try room.run(words, user: Self.stranger, group: Self.stranger)
      guard stranger.status == 1, stranger.errors.contains("permission denied"),
        stranger.errors.contains("usermod -aG"), stranger.errors.count(where: \.isNewline) == 1
      else { throw Disappointment("\(stranger)") }
      guard try end == .running || room.files() == before else {
        throw Disappointment("\(try room.files()) after \(before)")
      }
    }
  }

  @Test(arguments: ["0000", "0077", "0777"])
  func `The modes of a service's journal do not depend on the mask`(_ mask: String) async throws {
    guard geteuid() == 0 else {
      print("SKIPPED: only root can act as other users")
      return
    }
    try await blocking {
      let room = try ServiceRoom(user: Self.service, mask: mask)
      defer { room.end() }
      try room.wait()
      for name in ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.copy"] {
        let path = room.state + "/" + name
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        guard mode as? Int == 0o640 else { throw Disappointment("\(name): \(mode ?? "none")") }
      }
    }
  }
}

/// A daemon of a user without a name, with a state directory as its unit has it.
private final class ServiceRoom {
  let directory = "/tmp/crampd-\(UUID().uuidString.prefix(13))"
  private let daemon = Process()

  init(user: Int, mask: String = "0077") throws {
    let files = FileManager.default
    try files.createDirectory(atPath: state, withIntermediateDirectories: true)
    for (path, mode) in [(directory, 0o755), (state, 0o750)] {
      try files.setAttributes(
        [.ownerAccountID: user, .groupOwnerAccountID: user, .posixPermissions: mode],
        ofItemAtPath: path
      )
    }
    daemon.executableURL = URL(fileURLWithPath: "/bin/sh")
    daemon.arguments = [
      "-c", "umask \(mask); exec \"$@\"", "sh", "setpriv", "--reuid=\(user)", "--regid=\(user)",
      "--clear-groups", try CrampctlRun.executable("crampd").path, "--socket", directory + "/s",
      "--sensor", "synthetic:quiet-night", "--log-level", "error",
    ]
    daemon.environment = ProcessInfo.processInfo.environment
      .merging(["STATE_DIRECTORY": state]) { $1 }
    daemon.standardError = FileHandle.standardError
    try daemon.run()
  }

  var state: String { directory + "/state" }

  /// Waits until it listens, and has its journal.
  func wait() throws {
    for _ in 0..<2_000 where SocketStream(directory + "/s") == nil {
      guard daemon.isRunning else { throw Disappointment("the daemon ended by itself") }
      usleep(5_000)
    }
  }

  func stop(_ signal: Int32) throws {
    kill(daemon.processIdentifier, signal)
    daemon.waitUntilExit()
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: state + "/" + name)
  }

  /// The names of the files with their sizes.
  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: state).sorted().map { name in
      let size = try FileManager.default.attributesOfItem(atPath: state + "/" + name)[.size]
      return "\(name) \(size ?? 0)"
    }
  }

  /// Runs crampctl as somebody.
  func run(
    _ words: [String],
    user: Int,
    group: Int
  ) throws -> (
    status: Int32, output: String, errors: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "setpriv", "--reuid=\(user)", "--regid=\(user)", "--groups=\(group)",
        try CrampctlRun.executable("crampctl").path,
      ] + words
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.begin()
    // Both are short.
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, said)
  }

  func end() {
    if daemon.isRunning { daemon.terminate() }
    daemon.waitUntilExit()
    try? FileManager.default.removeItem(atPath: directory)
  }
}
