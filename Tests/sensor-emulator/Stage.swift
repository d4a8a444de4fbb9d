import EmulatorScript
import Glibc

/// Runs the script, the sensors and the program, a millisecond at a time.
struct Stage: ~Copyable {
  private let bed: Bed
  private var script: Script
  private var child: ChildProgram
  private var killAt: Duration?
  private let signals: Signals
  private let endsWithScript: Bool

  init(
    bed: Bed,
    script: consuming Script,
    child: consuming ChildProgram,
    signals: Signals,
    endsWithScript: Bool
  ) {
    self.endsWithScript = endsWithScript
    self.bed = bed
    self.script = script
    self.child = child
    self.signals = signals
  }

  /// Runs until the program ends.
  ///
  /// - Returns: The program's exit status, or 128 and the signal that ended it.
  consuming func run() -> Int32 {
    while !child.hasEnded() {
      usleep(1_000)
      if let signal = signals.take() { child.signal(signal) }
      bed.advance()
      follow()
    }
    let status = child.status ?? 1
    Script.say([("exit", .integer(Int(status)))], at: bed.clock)
    return status
  }

  private mutating func follow() {
    if let killAt, bed.clock >= killAt { child.signal(SIGKILL) }
    while let command = script.follow(bed) {
      switch command {
      case .terminate: child.signal(SIGTERM)
      case .kill: child.signal(SIGKILL)
      case .quit: quit()
      }
    }
    if endsWithScript, script.isOver, killAt == nil { quit() }
  }

  private mutating func quit() {
    child.signal(SIGTERM)
    killAt = bed.clock + .seconds(5)
  }
}
