import CSpawn
import Dispatch
import Foundation
import Glibc

/// A command that is run for events, without a shell.
struct AlertCommand {
  /// How a run ended.
  enum Outcome: Hashable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)
    case late(Double)
    case unstarted(String)

    var isGood: Bool { self == .exited(0) }

    var description: String {
      switch self {
      case .exited(let status): "ended with status \(status)"
      case .signalled(let number): "was ended by signal \(number)"
      case .late(let seconds): "took longer than \(NumberText.length(seconds)), and was ended"
      case .unstarted(let cause): "cannot be started: \(cause)"
      }
    }
  }

  /// From the request to end to the end that cannot be refused, in seconds; an assumption.
  private static let mercy = 2.0
  /// How long a command may go on when this program is to end, in seconds; an assumption.
  private static let farewell = 5.0
  private static let longestPause = 0.05

  private let program: URL
  private let words: [String]
  /// How long it may take, in seconds.
  private let timeout: Double

  /// Finds the program.
  ///
  /// - Parameters:
  ///   - words: The program and its arguments.
  ///   - timeout: How long it may take, in seconds.
  /// - Throws: ``Failure`` if there is none of that name.
  init(_ words: [String], timeout: Double) throws {
    guard let name = words.first, let program = ProgramPath.find(name) else {
      throw Failure("on: \(words.first ?? ""): there is no such program to run")
    }
    self.program = program
    self.words = words
    self.timeout = timeout
  }

  /// Runs the command to its end, which comes sooner if this task is cancelled.
  ///
  /// - Parameters:
  ///   - line: What it reads from its standard input.
  ///   - environment: All of its variables.
  /// - Returns: How it ended.
  func run(line: String, environment: [String: String]) async -> Outcome {
    let child: pid_t
    switch spawn(line, environment) {
    case .success(let pid): child = pid
    case .failure(let cause): return .unstarted(cause.text)
    }
    let begin = ContinuousClock.now
    var end = timeout
    var pause = 0.002
    var isAsked = false
    while true {
      if let outcome = Self.outcome(of: child) {
        return isAsked && !Task.isCancelled ? .late(timeout) : outcome
      }
      let elapsed = begin.duration(to: .now) / .seconds(1)
      if Task.isCancelled { end = min(end, elapsed + Self.farewell) }
      if elapsed >= end + Self.mercy {
        kill(-child, SIGKILL)
      } else if elapsed >= end, !isAsked {
        isAsked = true
        kill(-child, SIGTERM)
      }
      await Self.wait(pause)
      pause = min(2 * pause, Self.longestPause)
    }
  }

  /// Waits, also in a task that is cancelled.
  private static func wait(_ seconds: Double) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { continuation.resume() }
    }
  }

  /// How a child ended, if it has; wait(2) says what the bits mean.
  private static func outcome(of child: pid_t) -> Outcome? {
    var status: Int32 = 0
    guard unsafe waitpid(child, &status, WNOHANG) == child else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  private struct Cause: Error {
    let text: String
  }

  /// Starts the program with a line to read.
  private func spawn(
    _ line: String,
    _ environment: [String: String]
  ) -> Result<pid_t, Cause> {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      return .failure(Cause(text: SystemMessage.text(errno)))
    }
    defer { for end in ends { close(end) } }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A pipe holds 64 KiB, and an event is shorter; one that is not is cut, and nobody waits.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let bytes = Array("\(line)\n".utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(ends[1], $0.baseAddress, $0.count) }

    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    // The connection to the daemon is this program's alone.
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    Self.detach(&attributes)

    var child: pid_t = 0
    let code = unsafe Self.withWords(words) { arguments in
      unsafe Self.withWords(environment.map { "\($0.key)=\($0.value)" }) { variables in
        unsafe posix_spawn(&child, program.path, &actions, &attributes, arguments, variables)
      }
    }
    return code == 0 ? .success(child) : .failure(Cause(text: SystemMessage.text(code)))
  }

  /// A process group of its own, and signals as a login has them: those that this program ignores
  /// would be ignored there, too.
  private static func detach(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// Texts as C has them: a list of pointers that ends with none.
  ///
  /// Returns what `body` does: 0, or the number of an error.
  private static func withWords(
    _ words: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    var pointers = unsafe words.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer {
      for index in unsafe pointers.indices { unsafe free(pointers[index]) }
    }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return ENOMEM }
      return unsafe body(base)
    }
  }
}
