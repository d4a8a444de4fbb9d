import Foundation
import Synchronization

extension Commands {
  /// How much of what a command says is taken.
  private static let most = 1 << 20

  /// Runs the commands of this machine, found as a shell would find them, in no language.
  public static let ofThisMachine = Self { words, patience in
    guard let name = words.first, let path = path(of: name) else { return .absent }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = Array(words.dropFirst())
    let quiet = [
      "LC_ALL": "C.UTF-8", "SYSTEMD_PAGER": "", "SYSTEMD_COLORS": "0", "SYSTEMD_URLIFY": "0",
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(quiet) { $1 }
    process.standardInput = FileHandle.nullDevice
    let output = Drain()
    let errors = Drain()
    process.standardOutput = output.pipe
    process.standardError = errors.pipe
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do {
      try process.run()
    } catch {
      return .absent
    }
    let deadline = DispatchTime.now() + (patience / .seconds(1))
    output.begin()
    errors.begin()
    guard ended.wait(timeout: deadline) == .success else {
      kill(process.processIdentifier, SIGKILL)
      return .late
    }
    // A child of the command may hold the pipes open for longer.
    return .ended(
      status: process.terminationStatus,
      output: output.text(by: deadline),
      errors: errors.text(by: deadline)
    )
  }

  private static func path(of name: String) -> String? {
    if name.contains("/") {
      return FileManager.default.isExecutableFile(atPath: name) ? name : nil
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    // An ordinary user's path lacks the last two.
    let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/sbin"]
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Takes what comes through a pipe, and keeps the beginning of it.
  private final class Drain: Sendable {
    let pipe = Pipe()
    private let bytes = Mutex(Data())
    private let end = DispatchSemaphore(value: 0)

    func begin() {
      let reading = pipe.fileHandleForReading
      DispatchQueue.global().async {
        while true {
          let piece = reading.availableData
          if piece.isEmpty { break }
          self.bytes.withLock { if $0.count < Commands.most { $0.append(piece) } }
        }
        self.end.signal()
      }
    }

    func text(by deadline: DispatchTime) -> String {
      _ = end.wait(timeout: deadline)
      return bytes.withLock { String(decoding: $0.prefix(Commands.most), as: UTF8.self) }
    }
  }
}
