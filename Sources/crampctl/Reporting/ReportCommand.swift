import ArgumentParser
import CrampHistory
import CrampModel
import CrampReport
import EventStream
import Recordings
import SensorSources

/// `crampctl report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Write a page about cramps, nights and sessions, to read, print and show to a doctor.",
    discussion: """
      Without FILE it reads the journal, whether or not the daemon runs, and the samples that were \
      kept around each cramp. With FILE it runs the detector over recordings, as detect does. The \
      page is one file that needs no network. Times: \(TimeArgument.help)

        crampctl report -o report.html
        crampctl report --since 30d --title "My nights" -o november.html --force
        crampctl report --since 2026-11-01 --export tables -o report.html
        crampctl report night.edf -o night.html

      --export also writes the same numbers as tables: diary.csv, episodes.csv, sessions.csv, \
      tone.csv, and journal_events.tsv with journal_events.json, as BIDS has them. In a cell of text \
      that a spreadsheet would take for a formula an apostrophe goes first.

      crampd is not a medical device, and the page says so.
      """
  )

  @Argument(help: ArgumentHelp("Recordings. Default: the journal.", valueName: "file"))
  var files: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The page to write; \"-\" for standard output.", valueName: "file")
  )
  var output: String

  @Option(help: ArgumentHelp("Only what happened at or after this time.", valueName: "time"))
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Only what happened before this time.", valueName: "time"))
  var until: TimeArgument?

  @Option(help: ArgumentHelp("What the page is called.", valueName: "text"))
  var title: String?

  @Option(
    help: ArgumentHelp("A directory for the same numbers as tables.", valueName: "dir")
  )
  var export: String?

  @Flag(help: "Replace files that exist.")
  var force = false

  @Option(help: ArgumentHelp("As many episodes, the newest, are shown one by one.", valueName: "n"))
  var episodes = 50

  @OptionGroup(title: "The journal") var place: ReportPlaceArguments
  @OptionGroup(title: "Recordings") var detector: DetectorArguments
  @OptionGroup(title: "Recordings") var reading: ReadingArguments
  @OptionGroup(title: "Recordings") var chains: ChainArguments

  func validate() throws {
    guard (0...1_000).contains(episodes) else {
      throw ValidationError("--episodes \(episodes): not from 0 to 1000")
    }
    guard !files.isEmpty else { return }
    guard since == nil, until == nil else {
      throw ValidationError("--since and --until: they are for the journal, not for recordings")
    }
    guard place.isEmpty else {
      throw ValidationError("--journal, --state-dir and --clips: give them, or recordings")
    }
  }

  func run() throws {
    let page = output == "-" ? nil : try OutputPath(output, overwrites: force)
    let tables = try export.map { try ReportFolder($0, overwrites: force) }
    var input = files.isEmpty ? try journal() : try recordings()
    if let title { input.title = title }
    try tables?.write(ReportTables(input))
    let html = ReportPage(input).html
    if let page { try page.write(html) } else { try Output.write(html) }
  }

  private func journal() throws -> ReportInput {
    let now = LocalTime.now
    let from = since?.timestamp(now: now)
    let to = until?.timestamp(now: now)
    if let from, let to, from >= to {
      throw Failure.wrongUse("--until: it does not lie after --since")
    }
    let source = JournalSource(place)
    return try source.input(since: from, until: to, mostShown: episodes, now: now)
  }

  private func recordings() throws -> ReportInput {
    let profile = try detector.chosen()
    let calibrations = try detector.calibrations()
    var source = RecordingSource(mostShown: episodes)
    for file in files {
      let detection = try Detection(
        path: file,
        reading: reading,
        profile: profile,
        chains: chains,
        calibrations: calibrations
      )
      for warning in detection.warnings { Diagnostics.warn(warning.description) }
      try source.add(detection)
    }
    return source.input(now: LocalTime.now)
  }
}
