import Glibc
import SensorEmulation

/// Runs the script, the sensors and the program, a millisecond at a time.
struct Stage: ~Copyable {
  private let bed: Bed
  private var commands: CommandInput
  private var child: ChildProgram
  private var waiting: Wait?
  private var killAt: Duration?
  private let signals: Signals

  /// A command that is not done yet.
  private struct Wait {
    let line: String
    let deadline: Duration
    /// The device and the count to reach; `nil` to wait for the deadline alone.
    let goal: (name: String, key: String, count: Int)?
  }

  private let endsWithScript: Bool

  init(
    bed: Bed,
    commands: consuming CommandInput,
    child: consuming ChildProgram,
    signals: Signals,
    endsWithScript: Bool
  ) {
    self.endsWithScript = endsWithScript
    self.bed = bed
    self.commands = commands
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
    say([("exit", .integer(Int(status)))])
    return status
  }

  private mutating func follow() {
    if let killAt, bed.clock >= killAt { child.signal(SIGKILL) }
    while true {
      if let waiting {
        guard end(waiting) else { return }
        self.waiting = nil
      }
      guard let line = commands.next() else {
        if endsWithScript, commands.isAtEnd, killAt == nil { quit() }
        return
      }
      do {
        if let command = try ScriptCommand(line) { try obey(command, line) }
      } catch {
        say([("error", .text("\(error)")), ("command", .text(line))])
      }
    }
  }

  private mutating func quit() {
    child.signal(SIGTERM)
    killAt = bed.clock + .seconds(5)
  }

  /// Says that a wait is over; `false` while it is not.
  private func end(_ wait: Wait) -> Bool {
    let isLate = bed.clock >= wait.deadline
    guard let goal = wait.goal else {
      if isLate { say([("done", .text(wait.line))]) }
      return isLate
    }
    let count = bed.devices[goal.name].map { device in bed.count(goal.key, of: device) } ?? 0
    if count >= goal.count {
      say([("done", .text(wait.line)), (goal.key, .integer(count))])
    } else if isLate {
      say([
        ("error", .text("\(goal.key) is \(count) after the timeout")),
        ("command", .text(wait.line)),
      ])
    }
    return isLate || count >= goal.count
  }

  private mutating func obey(_ command: ScriptCommand, _ line: String) throws {
    var members: [(String, JSONValue)] = []
    switch command {
    case .plug(let name, let family, let values):
      let device = try bed.plug(name: name, family: family, values: values)
      members = [("node", .text(device.place.node)), ("port", .text(device.place.port))]
    case .unplug(let name): bed.unplug(try present(name))
    case .device(let name, let command): bed.obey(command, try present(name))
    case .fail(let name, let request, let code, let count):
      bed.fail(try present(name), request, code: code, count: count)
    case .stats(let name): members = bed.statistics(of: try device(name))
    case .truth(let name): members = bed.truth(of: try device(name))
    case .wait(let name, let condition, let timeout):
      return try startWait(name, condition, timeout, line)
    case .pause(let seconds):
      waiting = Wait(line: line, deadline: bed.clock + .seconds(seconds), goal: nil)
      return
    case .terminate: child.signal(SIGTERM)
    case .kill: child.signal(SIGKILL)
    case .quit: quit()
    }
    say([("done", .text(line))] + members)
  }

  private mutating func startWait(
    _ name: String,
    _ condition: ScriptCommand.Condition,
    _ timeout: Double,
    _ line: String
  ) throws {
    let device = try device(name)
    guard bed.statistics(of: device).contains(where: { $0.0 == condition.key }) else {
      throw EmulatorError.command("wait: \(condition.key) is not in stats")
    }
    let base = condition.isRelative ? bed.count(condition.key, of: device) : 0
    waiting = Wait(
      line: line,
      deadline: bed.clock + .seconds(timeout),
      goal: (name, condition.key, base + condition.count)
    )
  }

  private func device(_ name: String) throws(EmulatorError) -> EmulatedDevice {
    guard let device = bed.devices[name] else { throw .device("\(name) was never plugged in") }
    return device
  }

  private func present(_ name: String) throws(EmulatorError) -> EmulatedDevice {
    let device = try device(name)
    guard device.isPresent else { throw .device("\(name) is not plugged in") }
    return device
  }

  /// Writes one line; nobody may be listening.
  private func say(_ members: [(String, JSONValue)]) {
    let seconds = bed.clock / .seconds(1)
    let line = JSONValue.object(members + [("at_s", .number((seconds * 1e6).rounded() / 1e6))]).line
    let bytes = Array("\(line)\n".utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      sent += count
    }
  }
}
