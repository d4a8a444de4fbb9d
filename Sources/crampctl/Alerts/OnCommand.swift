import ArgumentParser
import CrampModel
import EventJournal
import EventStream

/// `crampctl on`.
struct OnCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "on",
    abstract: "Run a command for each event of a type.",
    usage: "crampctl on <type> ... [<options>] -- <command> [<argument> ...]",
    discussion: """
      The command is run without a shell, one at a time, with the event as a line of JSON on its \
      standard input and in its environment: CRAMP_TYPE, CRAMP_CHANNEL, CRAMP_TIME, \
      CRAMP_CONFIDENCE and so on, named as in the systemd journal; CRAMP_SUPPRESSED counts what \
      was held back before. A command that fails is told of once. When the daemon goes away, it \
      waits and goes on after the last event. It ends in good order on SIGTERM and Ctrl-C.

      Keep alerts gentle: one that is wrong costs the sleep that it is to protect. Examples are \
      in /usr/share/doc/crampd/examples.

        crampctl on cramp.suspected --at-most 1/10m -- ./gentle-sound
        crampctl on 'cramp.*' --quiet 22:00-07:00 --min-confidence 0.8 -- notify-send Cramp
        crampctl on cramp.onset --cursor ~/.cache/cramps -- ./phone-by-ntfy
        crampctl on marker --dry-run -- true
      """
  )

  @Argument(
    help: ArgumentHelp(
      "Types of event; * and ? stand for any characters.",
      valueName: "type"
    ),
    completion: .list(EventType.allCases.map(\.rawValue))
  )
  var types: [String]

  @Option(
    name: .customLong("run"),
    parsing: .remaining,
    help: ArgumentHelp(
      "The command and all of its arguments; comes last, and -- says the same.",
      valueName: "command"
    )
  )
  var command: [String] = []

  @Option(
    help: ArgumentHelp(
      "Run it at most so often, such as 1/10m or 3/1h; s, m, h and d are units.",
      valueName: "n/period"
    ),
    transform: RateLimit.read
  )
  var atMost: RateLimit?

  @Option(
    help: ArgumentHelp(
      "Run nothing in these hours of the day; may be given more than once.",
      valueName: "hh:mm-hh:mm"
    ),
    transform: QuietHours.read
  )
  var quiet: [QuietHours] = []

  @Option(help: ArgumentHelp("Only events of this channel; repeatable.", valueName: "name"))
  var channel: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only events that are so sure, or say nothing of it: 0 to 1.",
      valueName: "p"
    )
  )
  var minConfidence: Double?

  @Option(
    help: ArgumentHelp(
      "End a command that takes longer, with SIGTERM and 2 s later SIGKILL. Default: 30s.",
      valueName: "time"
    ),
    transform: LengthArgument.read
  )
  var timeout: LengthArgument?

  @Option(help: ArgumentHelp("Begin after this event; 0 for all that are kept.", valueName: "seq"))
  var after: Int64?

  @Option(
    help: ArgumentHelp(
      "Keep the place in this file, and begin where the last run ended.",
      valueName: "file"
    ),
    completion: .file()
  )
  var cursor: String?

  @Flag(help: "Say what would be run, and run nothing.")
  var dryRun = false

  @OptionGroup var socket: SocketArguments

  /// The arguments with `--` spelled out: what follows it would else be more types.
  static func spelledOut(_ arguments: [String]) -> [String] {
    // After --run, what looks like an end is the command's own.
    guard arguments.first == configuration.commandName,
      let end = arguments.firstIndex(where: { $0 == "--" || $0 == "--run" }),
      arguments[end] == "--"
    else { return arguments }
    var arguments = arguments
    arguments[end] = "--run"
    return arguments
  }

  /// Long enough for a message over a bad line; an assumption.
  private static let usualTimeout = 30.0

  func validate() throws {
    let known = EventType.allCases.map(\.rawValue)
    for type in types where !known.contains(where: { EventGlob(type).matches($0) }) {
      throw ValidationError("\(type): fits no type; there are \(known.joined(separator: " "))")
    }
    guard !command.isEmpty else { throw ValidationError("name the command to run after --") }
    if let after, after < 0 { throw ValidationError("--after \(after): not 0 or above") }
    guard after == nil || cursor == nil else {
      throw ValidationError("--after and --cursor: give one of them")
    }
    if let minConfidence, !(0...1).contains(minConfidence) {
      throw ValidationError("--min-confidence \(minConfidence): not from 0 to 1")
    }
  }

  func run() async throws {
    let runnable = try AlertCommand(command, timeout: timeout?.seconds ?? Self.usualTimeout)
    let file = cursor.map(AlertCursor.init(path:))
    let place = try file?.read()
    let alerts = AlertRun(
      daemon: Daemon(path: socket.path),
      subscription: EventSubscription(after: after, types: types, channels: channel),
      command: dryRun ? nil : runnable,
      words: command,
      cursor: file,
      place: place,
      gate: AlertGate(
        limit: atMost,
        quiet: quiet,
        leastConfidence: minConfidence,
        suppressed: place?.suppressed ?? 0
      )
    )
    try await untilInterrupted {
      var alerts = alerts
      try await alerts.run()
    }
  }
}
