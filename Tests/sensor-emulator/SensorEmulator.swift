import ArgumentParser
import CUMockdev
import EmulatorScript
import Glibc
import SensorEmulation

/// Plays sensors to a program that reads USB with libusb; the program is not changed.
@main
struct SensorEmulator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensor-emulator",
    abstract: "Runs a program and plays USB sensors to it, with no hardware and no root.",
    discussion: """
      Reads commands, one a line, and answers each with one line of JSON on standard output. The \
      program's own output goes to standard error. The exit status is the program's.

      \(ScriptCommand.help)

      Families: \(SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")).
      """
  )

  @Option(help: "How much faster than the clock the sensors run.")
  var speed = 1.0

  @Option(help: "Where the commands come from: a file or FIFO, or - for standard input.")
  var script = "-"

  @Option(help: "Where the program's output goes; standard error otherwise.")
  var output: String?

  @Flag(help: "End the program when the script ends, as at the command quit.")
  var endWithScript = false

  @Argument(parsing: .postTerminator, help: "The program and its arguments.")
  var program: [String] = []

  func validate() throws {
    guard speed > 0, speed <= 1_000 else { throw ValidationError("--speed is in 0...1000") }
    guard !program.isEmpty else { throw ValidationError("name a program after --") }
  }

  func run() throws {
    try Self.enterMock()
    // Before there are other threads, which would take the signals.
    let signals = Signals()
    let bed = try Bed(speed: speed)
    let commands = Script(try CommandInput(path: script))
    let child = try ChildProgram(program, output: output)
    let stage = Stage(
      bed: bed,
      script: commands,
      child: child,
      signals: signals,
      endsWithScript: endWithScript
    )
    throw ExitCode(stage.run())
  }

  /// Runs this program again with umockdev's library before the C library: what tells programs of
  /// new devices needs it here too.
  private static func enterMock() throws {
    let library = "libumockdev-preload.so.0"
    let others = getenv("LD_PRELOAD").map { String(cString: $0) } ?? ""
    guard !others.contains("libumockdev-preload") else { return }
    setenv("LD_PRELOAD", others.isEmpty ? library : "\(library):\(others)", 1)
    execv("/proc/self/exe", CommandLine.unsafeArgv)
    throw EmulatorError.system("run itself again", errno)
  }
}
