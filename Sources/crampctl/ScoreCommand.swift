import ArgumentParser
import CrampModel
import Recordings

/// `crampctl score`.
struct ScoreCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Compare detected events with what really happened.",
    discussion: """
      Events are compared one by one: those less than 10 s apart are one, a detection may begin \
      3 s early and end 10 s late, any overlap counts.

        crampctl simulate calf-cramp-at-night -o night.edf
        crampctl detect --format tsv night.edf > found.tsv
        crampctl score --reference night_events.tsv --detected found.tsv
      """
  )

  @Option(
    help: ArgumentHelp("The truth: a BIDS events table.", valueName: "file.tsv"),
    completion: .file()
  )
  var reference: String

  @Option(
    help: ArgumentHelp(
      "What was found: a .tsv table or .ndjson event lines.",
      valueName: "file"
    ),
    completion: .file()
  )
  var detected: String

  @Option(help: "How to print: text or json.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("Length of the recording, for false alarms per day.", valueName: "seconds")
  )
  var duration: Double?

  @Option(help: ArgumentHelp("Score this channel only.", valueName: "name"))
  var channel: String?

  func validate() throws {
    if let duration, !(duration > 0 && duration.isFinite) {
      throw ValidationError("--duration \(duration): not a length in seconds")
    }
    guard Self.isTable(detected) || Self.isLines(detected) else {
      throw ValidationError("--detected \(detected): the name must end with .tsv or .ndjson")
    }
  }

  func run() throws {
    let truth = try EventsTable.read(reference)
    let found =
      Self.isTable(detected)
      ? try EventsTable.read(detected) : try DetectedEvents.labels(ndjsonPath: detected)
    var options = Score.Options()
    options.channel = channel
    let score = Score(
      reference: truth,
      detected: found,
      recordingSeconds: duration,
      options: options
    )
    switch format {
    case .text: try Output.write(ScoreReport(score).text)
    case .json: try Output.write(ScoreReport(score).json + "\n")
    }
  }

  private static func isTable(_ path: String) -> Bool {
    path.lowercased().hasSuffix(".tsv")
  }

  private static func isLines(_ path: String) -> Bool {
    path.lowercased().hasSuffix(".ndjson") || path.lowercased().hasSuffix(".jsonl")
  }
}
