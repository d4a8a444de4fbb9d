import EmulatorScript
import Glibc

/// The program under test.
struct ChildProgram: ~Copyable {
  private let process: pid_t
  private(set) var status: Int32?

  /// Starts it, in a process group of its own, with no standard input.
  init(_ words: [String], output: String?) throws(EmulatorError) {
    var descriptor: Int32 = 2
    if let output {
      descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw .system("open \(output)", errno) }
    }
    process = try Self.spawn(words, output: descriptor)
    if output != nil { close(descriptor) }
  }

  private static func spawn(_ words: [String], output: Int32) throws(EmulatorError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    var pipe = none
    sigaddset(&pipe, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &pipe)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | Int32(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments = words.map { strdup($0) } + [nil]
    defer {
      for argument in arguments { free(argument) }
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var process: pid_t = 0
    let code = posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw .system("start \(words[0])", code) }
    return process
  }

  /// Whether it has ended.
  mutating func hasEnded() -> Bool {
    var word: Int32 = 0
    if status == nil, waitpid(process, &word, WNOHANG) == process {
      let signal = word & 0x7F
      status = signal == 0 ? word >> 8 & 0xFF : 128 + signal
    }
    return status != nil
  }

  /// Sends a signal to it and to what it started.
  func signal(_ number: Int32) {
    if status == nil { kill(-process, number) }
  }
}
