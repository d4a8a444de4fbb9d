import Glibc
import SensorEmulation

/// Reads commands and answers each with one line of JSON, when it is done.
public struct Script: ~Copyable, Sendable {
  private var commands: CommandInput
  private var waiting: Wait?

  /// A command that is not done yet.
  private struct Wait: Sendable {
    let line: String
    let deadline: Duration
    /// The device and the count to reach; `nil` to wait for the deadline alone.
    let goal: (name: String, key: String, count: Int)?
  }

  /// A script.
  public init(_ commands: consuming CommandInput) {
    self.commands = commands
  }

  /// Whether all is done and nothing more can come.
  public var isOver: Bool { waiting == nil && commands.isAtEnd }

  /// Does what has come by now; never blocks.
  ///
  /// - Parameter bus: Where the sensors are.
  /// - Returns: The next thing that the program is to be told, if the script has come to one: call
  ///   again after it.
  public mutating func follow(_ bus: some ScriptedBus) -> ScriptCommand.ProgramCommand? {
    while true {
      if let waiting {
        guard end(waiting, bus) else { return nil }
        self.waiting = nil
      }
      guard let line = commands.next() else { return nil }
      do {
        guard let command = try ScriptCommand(line) else { continue }
        if case .program(let command) = command {
          Self.say([("done", .text(line))], at: bus.clock)
          return command
        }
        try obey(command, line, bus)
      } catch {
        Self.say([("error", .text("\(error)")), ("command", .text(line))], at: bus.clock)
      }
    }
  }

  /// Says that a wait is over; `false` while it is not.
  private func end(_ wait: Wait, _ bus: some ScriptedBus) -> Bool {
    let isLate = bus.clock >= wait.deadline
    guard let goal = wait.goal else {
      if isLate { Self.say([("done", .text(wait.line))], at: bus.clock) }
      return isLate
    }
    let count = (try? Self.count(goal.key, of: goal.name, bus)) ?? 0
    if count >= goal.count {
      Self.say([("done", .text(wait.line)), (goal.key, .integer(count))], at: bus.clock)
    } else if isLate {
      let text = "\(goal.key) is \(count) after the timeout"
      Self.say([("error", .text(text)), ("command", .text(wait.line))], at: bus.clock)
    }
    return isLate || count >= goal.count
  }

  private mutating func obey(
    _ command: ScriptCommand,
    _ line: String,
    _ bus: some ScriptedBus
  ) throws {
    var members: [(String, JSONValue)] = []
    switch command {
    case .plug(let name, let family, let values):
      members = try bus.plug(name: name, family: family, values: values)
    case .unplug(let name): try bus.unplug(name)
    case .device(let name, let command): try bus.obey(command, name)
    case .fail(let name, let request, let code, let count):
      try bus.fail(name, request, code: code, count: count)
    case .stats(let name):
      members = try bus.statistics(of: name).map { ($0, .integer($1)) }
    case .truth(let name): members = try bus.truth(of: name)
    case .wait(let name, let condition, let timeout):
      let base = try Self.count(condition.key, of: name, bus)
      waiting = Wait(
        line: line,
        deadline: bus.clock + .seconds(timeout),
        goal: (name, condition.key, (condition.isRelative ? base : 0) + condition.count)
      )
      return
    case .pause(let seconds):
      waiting = Wait(line: line, deadline: bus.clock + .seconds(seconds), goal: nil)
      return
    case .program: return
    }
    Self.say([("done", .text(line))] + members, at: bus.clock)
  }

  private static func count(
    _ key: String,
    of name: String,
    _ bus: some ScriptedBus
  ) throws -> Int {
    guard let count = try bus.statistics(of: name).first(where: { $0.0 == key })?.1 else {
      throw EmulatorError.command("wait: \(key) is not in stats")
    }
    return count
  }

  /// Writes one line; nobody may be listening.
  ///
  /// - Parameters:
  ///   - members: What the line says.
  ///   - clock: The bus's clock.
  public static func say(_ members: [(String, JSONValue)], at clock: Duration) {
    let seconds = clock / .seconds(1)
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
