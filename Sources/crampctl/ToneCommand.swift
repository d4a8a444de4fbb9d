import ArgumentParser
import CrampHistory
import CrampModel
import EventStream
import Foundation

/// `crampctl tone`.
struct ToneCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "tone",
    abstract: "Show how high each muscle rests, and how that goes over days and weeks.",
    discussion: """
      The daemon tells the resting tone of each channel every full hour: the median over the seconds \
      in which the muscle was still. A day here goes from noon to noon, so that a night is one.

      The trend is the median slope between days, with an interval of 95 %. The reserve is this \
      project's own term: how many times the resting tone the level is at which cramps of that \
      channel began. Neither foretells a cramp, and an electrode that sits elsewhere changes both. \
      crampd is not a medical device.

      Times: \(TimeArgument.help)

        crampctl tone
        crampctl tone --since 8w --channel left-calf
        crampctl tone --format csv > tone.csv

      csv and ndjson give the spans themselves, as the daemon told them.
      """
  )

  @Option(
    help: ArgumentHelp(
      "Only spans that began at or after this time. Default: 4w, four weeks ago.",
      valueName: "time"
    )
  )
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Only this channel.", valueName: "name"))
  var channel: String?

  @Option(help: "How to print: text, csv or ndjson.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("The journal's file.", valueName: "file"),
    completion: .file()
  )
  var journal: String?

  @Option(
    help: ArgumentHelp("The directory of the journal.", valueName: "dir"),
    completion: .directory
  )
  var stateDir: String?

  @OptionGroup var socket: SocketArguments

  func validate() throws {
    if journal != nil, stateDir != nil {
      throw ValidationError("--journal and --state-dir: give one of them")
    }
  }

  func run() async throws {
    let directory = stateDir ?? DefaultPaths.ofThisProcess.existingStateDirectory
    let history = HistoryEvents(
      journal: journal ?? directory + "/" + DefaultPaths.journalName,
      socket: journal == nil && stateDir == nil ? socket.path : nil
    )
    let now = LocalTime.now
    let begin = since?.timestamp(now: now) ?? now.advanced(bySeconds: -Self.fourWeeks)
    let tones = try await history.read([EventType.tone.rawValue], since: begin)
      .filter { channel == nil || $0.channel == channel }
    switch format {
    case .ndjson: try Output.write(tones.map { $0.json() + "\n" }.joined())
    case .csv: try Output.write(ToneSheet(tones.compactMap(ToneSpan.init(_:))).csv)
    case .text:
      let types = [EventType.crampOnset.rawValue, EventType.episodeLabelled.rawValue]
      let reviews = ToneReview.all(
        of: tones.compactMap(ToneSpan.init(_:)),
        events: try await history.read(types),
        day: LocalDay.number(of:),
        hour: LocalDay.hour(of:)
      )
      try Output.write(reviews.isEmpty ? nothing(begin) : text(reviews))
    }
  }

  private static let fourWeeks = 28 * 86_400.0

  private func text(_ reviews: [ToneReview]) -> String {
    let glyphs = Glyphs(environment: ProcessInfo.processInfo.environment)
    return reviews.map { ToneText($0, glyphs).text }.joined(separator: "\n")
  }

  private func nothing(_ begin: Timestamp) -> String {
    let subject = channel.map { " of \(TextTable.plain($0))" } ?? ""
    return "no resting tone\(subject) is known since \(LocalTime.dateAndTime(begin)): the daemon "
      + "tells it every full hour while a sensor gives samples\n"
  }
}
