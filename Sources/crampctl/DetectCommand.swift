import ArgumentParser
import CrampDetection
import CrampModel
import Recordings
import SensorSources

/// `crampctl detect`.
struct DetectCommand: AsyncParsableCommand {
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
        crampctl detect --profile exercise --set on_ratio=2 run.edf
        crampctl detect --rate 1000 --unit mV --channel calf table.csv
        crampctl detect --chain posterior=glute,left-hamstring,left-calf bridges.edf
        crampctl detect --explain night.edf
        crampctl detect --explain=svg -o drawings night.edf

      Formats: text for people; ndjson, an event object on each line with "t", the seconds from \
      the start; tsv, a BIDS events table (onset, duration, trial_type, channel, confidence).

      --explain says and draws, for each episode, what was seen against which thresholds, why it \
      was a cramp or none, and which setting would change that; where nothing was found, what \
      stood out most. Without -o it follows the report; a drawing goes to standard output alone.
      """
  )

  @Argument(help: ArgumentHelp("The recordings.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(help: "How to print: text, ndjson or tsv.")
  var format = Format.text

  @OptionGroup(title: "Explaining") var explaining: ExplainArguments
  @OptionGroup var detector: DetectorArguments
  @OptionGroup var reading: ReadingArguments
  @OptionGroup var chains: ChainArguments

  func validate() throws {
    if format == .tsv, files.count > 1 {
      throw ValidationError("--format tsv: one table holds one recording; give a single file")
    }
    guard explaining.explain != nil, explaining.output == nil else { return }
    if format != .text {
      throw ValidationError("--explain: with --format \(format.rawValue), name a place with -o")
    }
    if explaining.explain == .svg, files.count > 1 {
      throw ValidationError("--explain=svg: drawings of several recordings need a directory: -o")
    }
  }

  func run() async throws {
    let profile = try detector.chosen()
    var output = try ExplanationOutput(explaining)
    if explaining.explain == .svg, !output.isFolder, files.count > 1 {
      throw Failure.wrongUse("--explain=svg: drawings of several recordings need a directory")
    }
    let detections = OrderedDetections(
      files: files,
      reading: reading,
      profile: profile,
      chains: chains,
      calibrations: try detector.calibrations(),
      findsLoudest: explaining.explain != nil
    )
    var hasFailed = false
    var isFirst = true
    try await detections.run { result in
      do {
        try show(result.get(), profile, isFirst: isFirst, &output)
        isFirst = false
      } catch  where error is RecordingError || error is CaptureError {
        Diagnostics.say("\(error)")
        hasFailed = true
      }
    }
    try output.close()
    if hasFailed { throw ExitCode(Failure.failed) }
  }

  private func show(
    _ detection: Detection,
    _ profile: Profile,
    isFirst: Bool,
    _ output: inout ExplanationOutput
  ) throws {
    for warning in detection.warnings { Diagnostics.warn(warning.description) }
    if explaining.explain != .svg || !output.isStandardOutput {
      try Output.write((isFirst || format != .text ? "" : "\n") + text(of: detection))
    }
    guard explaining.explain != nil else { return }
    if output.isStandardOutput, explaining.explain == .text { try Output.write("\n") }
    let before = output.files.count
    try Explanation(detection, profile: profile, arguments: explaining).write(to: &output)
    guard format == .text else { return }
    for path in output.files.dropFirst(before) {
      try Output.write("  drawn: \(TextTable.plain(path))\n")
    }
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
