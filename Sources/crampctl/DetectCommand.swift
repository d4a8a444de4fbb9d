import ArgumentParser
import CrampDetection
import CrampModel
import Recordings
import SensorSources

/// `crampctl detect`.
struct DetectCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case ndjson
    case tsv
  }

  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Find cramps in recordings, without a daemon.",
    discussion: """
      Reads EDF(+), BDF(+), WAV, OpenBCI text logs, tables (CSV, TSV) and USB captures (pcapng) as \
      fast as the machine can. A file that is damaged gives an error and no output; the files after it are still read.

        crampctl detect night.edf
        crampctl detect --format tsv night.edf > night_detected.tsv
        crampctl detect --rate 1000 --unit mV --channel calf table.csv
        crampctl detect --chain posterior=glute,left-hamstring,left-calf bridges.edf

      Formats: text for people; ndjson, an event object on each line with "t", the seconds from \
      the start; tsv, a BIDS events table (onset, duration, trial_type, channel, confidence).
      """
  )

  @Argument(help: ArgumentHelp("The recordings.", valueName: "file"))
  var files: [String]

  @Option(help: "How to print: text, ndjson or tsv.")
  var format = Format.text

  @Option(help: "What the person was doing: \(Profile.all.map(\.name).joined(separator: ", ")).")
  var profile = Profile.night.name

  @OptionGroup var reading: ReadingArguments
  @OptionGroup var chains: ChainArguments

  func validate() throws {
    if Profile.named(profile) == nil {
      let names = Profile.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--profile \(profile): not one of \(names)")
    }
    if format == .tsv, files.count > 1 {
      throw ValidationError("--format tsv: one table holds one recording; give a single file")
    }
  }

  func run() throws {
    guard let profile = Profile.named(profile) else { return }
    var hasFailed = false
    var isFirst = true
    for file in files {
      do {
        let detection = try Detection(
          path: file,
          reading: reading,
          profile: profile,
          chains: chains
        )
        try Output.write((isFirst || format != .text ? "" : "\n") + text(of: detection))
        isFirst = false
      } catch  where error is RecordingError || error is CaptureError {
        Diagnostics.say("\(error)")
        hasFailed = true
      }
    }
    if hasFailed { throw ExitCode(Failure.failed) }
  }

  private func text(of detection: Detection) -> String {
    switch format {
    case .text: DetectionReport(detection).text
    case .tsv: EventsTable.text(of: detection.labels)
    case .ndjson:
      detection.events
        .map { $0.json(secondsFromStart: $0.time.seconds(since: detection.stream.start)) + "\n" }
        .joined()
    }
  }
}
