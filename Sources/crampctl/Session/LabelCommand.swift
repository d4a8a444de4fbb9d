import ArgumentParser
import CrampHistory
import CrampModel
import Foundation

/// `crampctl label`.
struct LabelCommand: AsyncParsableCommand {
  enum Side: String, ExpressibleByArgument, CaseIterable {
    case left
    case right
    case both
  }

  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Say what an episode was: a cramp or not, how bad, where.",
    discussion: """
      The diary of the journal: severity and disturbance of sleep go from 0 to 10, as diaries of \
      cramp trials have them. Say more later, and what was said last counts. Saying how an episode \
      was confirms it, unless --false-alarm says otherwise; of a cramp that was not found, \
      --false-alarm withdraws it. Find its id with --list, with \
      `crampctl history` or in a session; its first characters do, four at least.

        crampctl label last --severity 7 --sleep-disturbance 5 --side left
        crampctl label 58de3336 --false-alarm --note "turned over"
        crampctl label --missed --at 20m --severity 4 --muscle calf --duration 60
        crampctl label --list

      Times: \(TimeArgument.help)
      """
  )

  @Argument(help: "The beginning of the episode's id, or last for the newest.")
  var episode: String?

  @Flag(help: "It was a cramp.")
  var confirmed = false

  @Flag(help: "It was none; withdraws one told with --missed.")
  var falseAlarm = false

  @Flag(help: "A cramp that was not found; with --at.")
  var missed = false

  @Option(help: ArgumentHelp("When the cramp was that was not found.", valueName: "time"))
  var at: TimeArgument?

  @Option(help: ArgumentHelp("How severe it was, 0 to 10.", valueName: "n"))
  var severity: Double?

  @Option(help: ArgumentHelp("How much it disturbed sleep, 0 to 10.", valueName: "n"))
  var sleepDisturbance: Double?

  @Option(help: "left, right or both.")
  var side: Side?

  @Option(help: ArgumentHelp("The muscle.", valueName: "name"))
  var muscle: String?

  @Option(help: ArgumentHelp("How long it lasted, as you remember it.", valueName: "s"))
  var duration: Double?

  @Option(help: ArgumentHelp("Anything else.", valueName: "text"))
  var note: String?

  @Flag(help: "List the episodes of which nothing is said yet.")
  var list = false

  @OptionGroup var socket: SocketArguments

  func validate() throws {
    for (name, number) in [("severity", severity), ("sleep-disturbance", sleepDisturbance)] {
      if let number, !EpisodeLabel.scale.contains(number) {
        throw ValidationError("--\(name) \(number): not from 0 to 10")
      }
    }
    if let duration, !(duration >= 0 && duration < 1e7) {
      throw ValidationError("--duration \(duration): not a number of seconds")
    }
    guard [confirmed, falseAlarm, missed].count(where: \.self) <= 1 else {
      throw ValidationError("--confirmed, --false-alarm and --missed: give one of them")
    }
    guard [episode != nil, missed, list].count(where: \.self) == 1 else {
      throw ValidationError("give an episode or last, or --missed, or --list")
    }
    guard missed == (at != nil) else {
      throw ValidationError("--missed and --at: one needs the other")
    }
    if list, request != LabelParams() { throw ValidationError("--list: nothing goes with it") }
    if episode != nil, request == LabelParams() {
      throw ValidationError("say something of it, such as --confirmed or --severity 5")
    }
  }

  func run() async throws {
    let daemon = Daemon(path: socket.path)
    let episodes: PastEpisodes
    if missed {
      episodes = PastEpisodes([])
    } else {
      let types = PastEvents.ofEpisodes.map(\.rawValue)
      episodes = PastEpisodes(try await DaemonHistory(daemon).events(types))
    }
    guard !list else { return try Output.write(episodes.unlabelled) }
    var request = request
    request.time = at?.timestamp(now: LocalTime.now).description
    let found = try episode.map { try episodes.find($0) }
    request.episode = found?.id.description
    let params = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    _ = try await daemon.ask("label", params: params, refusal: Failure.refusal)
    try Output.write(TextTable.plain(noted(of: found)) + "\n")
  }

  private func noted(of found: PastEpisodes.Episode?) -> String {
    guard let found else {
      let time = at.map { LocalTime.dateAndTime($0.timestamp(now: LocalTime.now)) } ?? ""
      return "Noted a cramp at \(time) that was not found."
    }
    let time = LocalTime.dateAndTime(found.time)
    if found.isOwn, falseAlarm {
      return "Withdrawn: the cramp at \(time) that was not found counts no more."
    }
    return "Noted of the episode of \(time) on \(found.place)."
  }

  private var request: LabelParams {
    let verdict: EpisodeLabel.Verdict? =
      confirmed ? .confirmed : falseAlarm ? .falseAlarm : missed ? .missed : nil
    return LabelParams(
      verdict: verdict?.rawValue,
      severity: severity,
      sleepDisturbance: sleepDisturbance,
      side: side?.rawValue,
      muscle: muscle,
      text: note,
      duration: duration
    )
  }
}

/// The parameters of `label`.
private struct LabelParams: Encodable, Equatable {
  var episode: String?
  var time: String?
  var verdict: String?
  var severity: Double?
  var sleepDisturbance: Double?
  var side: String?
  var muscle: String?
  var text: String?
  var duration: Double?

  enum CodingKeys: String, CodingKey {
    case episode, time, verdict, severity, side, muscle, text
    case sleepDisturbance = "sleep_disturbance"
    case duration = "duration_s"
  }
}
