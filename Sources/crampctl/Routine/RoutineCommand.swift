import ArgumentParser
import CrampRoutine
import DetectorSettings
import Foundation

/// `crampctl routine`.
struct RoutineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routine",
    abstract: "Guide through timed holds and breathing, with the tone before and after each hold.",
    discussion: """
      Included: \(IncludedRoutine.all.map(\.name).joined(separator: ", ")). A file of one's own \
      is YAML as --show prints it. Keys: space pauses, n skips, b goes back, q or Ctrl-C stops. \
      With a daemon, the holds become a session with marks; without one they are guided all \
      the same, and nothing is measured.

      A mild pull is enough; stop at once where anything hurts. The postures, a minute for each \
      and the rhythm of breath are this project's own, no benefit is claimed, and crampd is not \
      a medical device.

        crampctl routine --list
        crampctl routine calves
        crampctl routine feet --hold 90 --breathing 4-4-4-4 --bell
        crampctl routine --show calves > mine.yaml
        crampctl routine ./mine.yaml
      """
  )

  /// How many times as fast as a clock; an assumption.
  private static let possiblePace = 1.0...1_000

  @Argument(
    help: ArgumentHelp("An included routine, or a file.", valueName: "name"),
    completion: .list(IncludedRoutine.all.map(\.name))
  )
  var routine: String?

  @Flag(help: "List the included routines.")
  var list = false

  @Flag(help: "Print the routine's file instead of guiding through it.")
  var show = false

  @Option(help: ArgumentHelp("Seconds of every hold.", valueName: "s"))
  var hold: Double?

  @Option(help: ArgumentHelp("Seconds of rest after every hold.", valueName: "s"))
  var rest: Double?

  @Option(help: ArgumentHelp("Seconds to get ready.", valueName: "s"))
  var prepare: Double?

  @Option(
    help: ArgumentHelp(
      "Seconds of a breath: in-held-out-held or in-out. Default: the routine's, held for 0.",
      valueName: "breath"
    )
  )
  var breathing: String?

  @Flag(help: "Ring the terminal's bell at each change.")
  var bell = false

  @Flag(help: "Speak the changes, with espeak-ng or spd-say.")
  var speak = false

  @Flag(help: "Print lines only, as where there is no terminal.")
  var plain = false

  @Option(help: ArgumentHelp("Try it out, so many times as fast.", valueName: "n"))
  var fast = 1.0

  @OptionGroup var socket: SocketArguments

  func validate() throws {
    guard list || routine != nil else {
      throw ValidationError("name a routine or a file, or --list")
    }
    if let breathing, Breathing(breathing) == nil {
      throw ValidationError("--breathing \(breathing): is no breath in seconds such as 4-0-6-0")
    }
    try check("--hold", hold, RoutineStep.possibleHold)
    try check("--rest", rest, RoutineStep.possibleRest)
    try check("--prepare", prepare, Routine.possiblePreparation)
    try check("--fast", fast, Self.possiblePace)
  }

  private func check(_ name: String, _ value: Double?, _ range: ClosedRange<Double>) throws {
    if let value, !range.contains(value) {
      let limits = [range.lowerBound, range.upperBound].map { NumberText.short($0) }
      throw ValidationError("\(name): not from \(limits[0]) to \(limits[1])")
    }
  }

  func run() async throws {
    if list { return try Output.write(try Self.listing) }
    guard let name = routine else { return }
    if show { return try Output.write(Self.text(of: name)) }
    let routine = try changed(Self.named(name))
    let shape = RoutineShape(isPlain: plain)
    try SafetyWords(routine: routine).acknowledge(
      isOnTerminal: shape.hasKeys && Output.isTerminal,
      shape: shape
    )
    let voice = RoutineVoice(rings: bell, speaks: speak)
    let guide = RoutineGuide(routine: routine, pace: fast, voice: voice, shape: shape)
    try await guide.run(with: Daemon(path: socket.path))
  }

  private static var listing: String {
    get throws {
      var table = TextTable(["name", "length", "holds", ""], indent: 0)
      for included in IncludedRoutine.all {
        let routine = try included.routine()
        let holds = routine.phases.count { $0.kind == .hold }
        table.add([
          included.name, NumberText.length(routine.length), String(holds), routine.title,
        ])
      }
      return table.text
    }
  }

  /// A name with a slash or an ending is a file's.
  private static func isFile(_ name: String) -> Bool {
    name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private static func text(of name: String) throws -> String {
    if !isFile(name), let included = IncludedRoutine.named(name) { return included.text }
    _ = try named(name)
    return try String(contentsOfFile: name, encoding: .utf8)
  }

  private static func named(_ name: String) throws -> Routine {
    do {
      if isFile(name) { return try RoutineFile.read(path: name) }
      guard let included = IncludedRoutine.named(name) else {
        let names = IncludedRoutine.all.map(\.name).joined(separator: ", ")
        throw Failure.wrongUse(
          "routine: \(name) is none of \(names); for a file, write ./\(name) or a name in .yaml"
        )
      }
      return try included.routine()
    } catch let error as ConfigurationError {
      throw Failure.wrongUse(error.description)
    }
  }

  /// The routine with what the command line says differently.
  private func changed(_ routine: Routine) throws -> Routine {
    var routine = routine
    if let prepare { routine.preparation = prepare }
    if let breathing = breathing.flatMap(Breathing.init(_:)) { routine.breathing = breathing }
    for index in routine.steps.indices {
      if let hold { routine.steps[index].hold = hold }
      if let rest { routine.steps[index].rest = rest }
    }
    guard routine.isWithinLimit else {
      let length = NumberText.length(routine.length)
      throw Failure.wrongUse(
        "routine: \(length) with these times, and \(routine.name) is \(routine.limit) min at most"
      )
    }
    return routine
  }
}
