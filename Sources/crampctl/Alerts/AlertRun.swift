import CrampModel
import EventStream
import Foundation

/// Runs a command for each event that is wanted, one after the other.
///
/// The journal is the queue: an event is taken when the command for the last one has ended, and a
/// command that takes its time loses none.
struct AlertRun {
  /// Codes of the protocol: parameters that cannot be, and events that are gone.
  private static let badParams = -32_602
  private static let notRetained = -32_001

  let daemon: Daemon
  let subscription: EventSubscription
  /// `nil` where the command is only told.
  let command: AlertCommand?
  let words: [String]
  let cursor: AlertCursor?
  var gate: AlertGate
  var place: AlertCursor.Place?

  private let begin = ContinuousClock.now
  /// Where this time through the stream begins; `nil` for what is new.
  private var start: Int64?
  private var isOpened = false
  private var isAway = false
  /// How the last run ended, where it failed.
  private var failure: AlertCommand.Outcome?

  init(
    daemon: Daemon,
    subscription: EventSubscription,
    command: AlertCommand?,
    words: [String],
    cursor: AlertCursor?,
    place: AlertCursor.Place?,
    gate: AlertGate
  ) {
    self.daemon = daemon
    self.subscription = subscription
    self.command = command
    self.words = words
    self.cursor = cursor
    self.place = place
    self.gate = gate
  }

  /// Follows until the task is cancelled.
  mutating func run() async throws {
    var after = place?.seq ?? subscription.after
    while true {
      guard let reason = try await follow(after) else { return }
      Diagnostics.warn("\(reason); going on with the first event that is kept")
      place = nil
      after = 0
    }
  }

  /// Follows after a seq; returns why the stream has to be followed from its beginning.
  private mutating func follow(_ after: Int64?) async throws -> String? {
    var subscription = subscription
    subscription.after = after
    start = after
    var reason: String?
    do {
      try await EventFollower(path: daemon.path, subscription: subscription).run { update in
        reason = try await take(update)
        return reason == nil
      }
    } catch let EventFollowerError.refused(code, message) {
      switch code {
      case Self.badParams where place != nil: return "the cursor is of another journal"
      case Self.notRetained where place != nil: return "events after the cursor are not kept"
      default: throw Failure("on: \(message)")
      }
    } catch let error as EventFollowerError {
      throw Failure("on: \(error.description): update crampctl")
    }
    return reason
  }

  private mutating func take(_ update: EventFollower.Update) async throws -> String? {
    switch update {
    case .connected(let hello):
      isOpened = true
      isAway = false
      if let journal = place?.journal, let found = hello.journal, journal != found {
        return "the cursor is of another journal"
      }
      try keep(place?.seq ?? start ?? hello.seq, journal: hello.journal)
    case .newJournal:
      Diagnostics.warn("the daemon has a new journal; going on with its first event")
      place?.seq = 0
    case .event(let seq, let json):
      // Events that have come already are not awaited, and so would not notice.
      try Task.checkCancellation()
      try await take(json)
      try keep(seq, journal: place?.journal)
    case .gap(let from, to: let end, let reason):
      Diagnostics.warn("events \(from) to \(end) are not in the journal (\(reason))")
    case .unreachable:
      // A daemon that starts gives its socket to the group only after it has made it.
      if !isOpened { try daemon.checkAccess() }
      sayAway(daemon.noAnswer.description)
    case .disconnected(let cause, retry: _):
      sayAway("the daemon at \(daemon.path) went away (\(cause))")
    case .snapshot, .pending, .signal, .heartbeat: break
    }
    return nil
  }

  private mutating func keep(_ seq: Int64, journal: String?) throws {
    let place = AlertCursor.Place(seq: seq, journal: journal, suppressed: gate.suppressed)
    if place != self.place, command != nil { try cursor?.write(place) }
    self.place = place
  }

  private mutating func sayAway(_ cause: String) {
    if !isAway { Diagnostics.say("\(cause); trying again until it answers") }
    isAway = true
  }

  private mutating func take(_ json: String) async throws {
    guard let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8)) else {
      return Diagnostics.warn("an event of a later version; update crampctl: \(json.prefix(120))")
    }
    let now = begin.duration(to: .now) / .seconds(1)
    let verdict = gate.judge(event, at: now, minute: LocalTime.minute(of: LocalTime.now))
    guard case .run(let suppressed) = verdict else {
      if command == nil { try Output.write(AlertPreview.line(for: event, verdict)) }
      return
    }
    let variables = AlertEnvironment.variables(of: event, suppressed: suppressed)
    guard let command else {
      return try Output.write(AlertPreview.text(for: event, words: words, variables))
    }
    let own = ProcessInfo.processInfo.environment
    let environment = AlertEnvironment.merged(variables, with: own)
    tell(await command.run(line: json, environment: environment))
  }

  /// Tells only what is new.
  private mutating func tell(_ outcome: AlertCommand.Outcome) {
    let failed = outcome.isGood ? nil : outcome
    // What this program has ended says nothing of the command.
    guard failed != failure, !Task.isCancelled else { return }
    failure = failed
    let name = TextTable.plain(words.first ?? "")
    Diagnostics.say(failed.map { "\(name) \($0)" } ?? "\(name) works again")
  }
}

/// What would be run.
enum AlertPreview {
  static func line(for event: CrampEvent, _ verdict: AlertGate.Verdict) -> String {
    let reason =
      switch verdict {
      case .run: "run"
      case .quiet: "held back: a quiet hour"
      case .tooMany: "held back: too many lately"
      case .unsure: "left out: not sure enough"
      }
    return "\(EventText(event).line(isColoured: false))  [\(reason)]\n"
  }

  static func text(
    for event: CrampEvent,
    words: [String],
    _ variables: [String: String]
  ) -> String {
    let lines = variables.sorted { $0.key < $1.key }
      .map { "  \($0.key)=\(TextTable.plain($0.value))\n" }
    return line(for: event, .run(suppressed: 0)) + lines.joined()
      + "  \(TextTable.plain(words.joined(separator: " ")))\n"
  }
}
