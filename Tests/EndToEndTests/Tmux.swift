import Foundation

/// A terminal that no person sits at, and a shell in it; it goes with its owner.
final class Tmux {
  private let scratch: Scratch
  private let socket: String
  /// The server; it does not hear other signals than the last, for the test's threads block them.
  private var server: Int32 = 0

  /// Whether there is one on this machine.
  static var isThere: Bool {
    ["/usr/bin/tmux", "/bin/tmux", "/usr/local/bin/tmux"]
      .contains { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Opens a window of a size and runs a line of the shell in it; it stays open after that.
  init(width: Int, height: Int, in scratch: Scratch, _ line: String) throws {
    self.scratch = scratch
    socket = scratch.path("tmux")
    let size = ["-x", "\(width)", "-y", "\(height)"]
    let stay = "\(line); echo THE END; exec cat"
    try run(["-f", "/dev/null", "new-session", "-d"] + size + ["sh", "-c", stay])
    server = Int32(try run(["display-message", "-p", "#{pid}"]).filter(\.isNumber)) ?? 0
  }

  deinit {
    if server > 1 { kill(server, SIGKILL) }
  }

  /// Presses keys, by tmux's names or as text.
  func press(_ keys: String...) throws {
    try run(["send-keys"] + keys)
  }

  func type(_ text: String) throws {
    try run(["send-keys", "-l", text])
  }

  func resize(width: Int, height: Int) throws {
    try run(["resize-window", "-x", "\(width)", "-y", "\(height)"])
  }

  /// Closes the window as a person does with a mouse.
  func close() throws {
    try run(["kill-pane"])
  }

  /// What the window shows.
  func screen() throws -> String {
    try run(["capture-pane", "-p"])
  }

  /// Looks until the window shows what is wanted, and returns what it shows then.
  @discardableResult
  func untilItShows(
    _ text: String,
    within seconds: Double = 30,
    where isRight: (String) -> Bool = { _ in true }
  ) throws -> String {
    var last = ""
    for _ in 0..<Int(seconds * 20) {
      last = try screen()
      if last.contains(text), isRight(last) { return last }
      usleep(50_000)
    }
    throw Disappointment("\(text) was not shown within \(seconds) s, but:\n\(last)")
  }

  @discardableResult
  private func run(_ words: [String]) throws -> String {
    let output = scratch.path("tmux-\(UUID())")
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tmux", "-S", socket] + words
    var environment = ProcessInfo.processInfo.environment
    environment["LC_ALL"] = "C.UTF-8"
    environment["NO_COLOR"] = nil
    environment["TMUX"] = nil
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = FileHandle.nullDevice
    try process.begin()
    // The server that tmux leaves behind holds what Foundation would wait for.
    _ = CrampctlRun.status(of: process)
    return try String(contentsOfFile: output, encoding: .utf8)
  }
}
