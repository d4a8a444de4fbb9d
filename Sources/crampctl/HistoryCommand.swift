import ArgumentParser
import CrampModel
import EventJournal
import EventStream
import Foundation

/// `crampctl history`.
struct HistoryCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case csv
    case ndjson
    case tsv
  }

  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Print past events from the journal, whether or not the daemon runs.",
    discussion: """
      Reads the journal itself, oldest event first. Times: \(TimeArgument.help)

        crampctl history --since yesterday --type 'cramp.*'
        crampctl history --since 12h --format csv > night.csv
        crampctl history --limit 20
      """
  )

  @Option(help: ArgumentHelp("Only what happened at or after this time.", valueName: "time"))
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Only what happened before this time.", valueName: "time"))
  var until: TimeArgument?

  @Option(help: ArgumentHelp("Only events of this channel.", valueName: "name"))
  var channel: String?

  @Option(help: ArgumentHelp("Only events of this sensor.", valueName: "name"))
  var sensor: String?

  @Option(help: ArgumentHelp("At most so many events, the newest. Default: all.", valueName: "n"))
  var limit: Int?

  @Option(help: "How to print: table, csv, ndjson or tsv.")
  var format = Format.table

  @Option(
    help: ArgumentHelp("The journal's file.", valueName: "file"),
    completion: .file()
  )
  var journal: String?

  @Option(
    help: ArgumentHelp(
      """
      The directory of the journal. Default: $CRAMPD_STATE_DIR, else that of the user's own \
      daemon if it runs, else \(DefaultPaths.systemStateDirectory), else the user's own.
      """,
      valueName: "dir"
    ),
    completion: .directory
  )
  var stateDir: String?

  @OptionGroup var types: TypeArguments

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit \(limit): not 1 or above") }
    if journal != nil, stateDir != nil {
      throw ValidationError("--journal and --state-dir: give one of them")
    }
  }

  func run() throws {
    let now = LocalTime.now
    let query = HistoryQuery(
      since: since?.timestamp(now: now),
      until: until?.timestamp(now: now),
      filter: EventFilter(
        types: types.types,
        sensors: [sensor].compactMap(\.self),
        channels: [channel].compactMap(\.self)
      ),
      limit: limit ?? .max,
      ascending: false
    )
    let lines = try reader().lines(query: query).reversed().map(\.json)
    switch format {
    case .ndjson: try Output.write(lines.map { $0 + "\n" }.joined())
    case .table: try Output.write(EventTable(try lines.map(Self.event(_:))).text)
    case .csv: try Output.write(EventTable(try lines.map(Self.event(_:))).csv)
    case .tsv: try Output.write(EventTable(try lines.map(Self.event(_:))).tsv)
    }
  }

  private func reader() throws -> JournalReader {
    let directory = stateDir ?? DefaultPaths.ofThisProcess.existingStateDirectory
    return try HistoryJournal(path: journal ?? directory + "/" + DefaultPaths.journalName).reader()
  }

  private static func event(_ json: String) throws -> CrampEvent {
    do {
      return try JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
    } catch {
      throw Failure("an event of a later version; update crampctl or use --format ndjson: \(json)")
    }
  }
}
