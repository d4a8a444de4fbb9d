import ArgumentParser
import CrampModel
import Recordings
import SignalSimulation

/// `crampctl simulate`.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write a simulated recording and the truth about it.",
    discussion: """
      Writes FILE (.edf, .bdf or .csv) and beside it FILE_events.tsv, a BIDS table of what \
      happened and when. The same scenario and seed give the same bytes on every machine. \
      Settings follow the name: NAME?rate=1000&channels=4&duration=600. The drawn ones differ from \
      subject to subject and sensor to sensor: drawn-night?subject=7&setup=cyton.

        crampctl simulate --list
        crampctl simulate calf-cramp-at-night -o night.edf
        crampctl simulate 'walking-is-not-a-cramp?rate=1000' --seed 7 -o walk.bdf
      """
  )

  @Argument(
    help: ArgumentHelp("What happens; see --list.", valueName: "scenario"),
    completion: .list(Scenario.all.map(\.name))
  )
  var scenario: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write.", valueName: "file"),
    completion: .file()
  )
  var output: String?

  @Option(help: "The random numbers; another seed, another night. Default: the scenario's own.")
  var seed: UInt64?

  @Flag(help: "Replace files that exist.")
  var force = false

  @Flag(help: "List the scenarios and stop.")
  var list = false

  func validate() throws {
    if list { return }
    guard scenario != nil else {
      throw ValidationError("no scenario: name one, or list them with --list")
    }
    guard output != nil else { throw ValidationError("no output: name a file with -o FILE") }
  }

  func run() throws {
    guard !list, let name = scenario, let output else { return try Output.write(scenarios) }
    let scenario: Scenario
    do {
      scenario = try Scenario(specification: name)
    } catch {
      throw Failure.wrongUse(error.description)
    }
    let format = try RecordingOutput.Format(path: output)
    let samples = try OutputPath(output, overwrites: force)
    let table = try OutputPath(Self.tablePath(output), overwrites: force)
    var simulation = Simulation(scenario: scenario, seed: seed)
    do {
      try write(&simulation, to: samples, format: format, seconds: scenario.duration)
    } catch let error as RecordingError {
      samples.discard()
      throw error.named(samples)
    }
    try table.write(EventsTable.text(of: try labels(of: simulation, asIn: output)))
  }

  /// The truth with the channels named as the file can hold their names: EDF has 16 characters.
  private func labels(of simulation: Simulation, asIn path: String) throws -> [Label] {
    let written = try RecordingReader(path: path).stream.channels.map(\.name)
    let names = Dictionary(
      zip(simulation.stream.channels.map(\.name), written),
      uniquingKeysWith: { first, _ in first }
    )
    return simulation.labels.map { label in
      var label = label
      label.channel = label.channel.map { names[$0] ?? $0 }
      return label
    }
  }

  private func write(
    _ simulation: inout Simulation,
    to path: OutputPath,
    format: RecordingOutput.Format,
    seconds: Double
  ) throws {
    var writer = try RecordingOutput(path, format: format, stream: simulation.stream)
    var progress = Progress(name: path.path, total: seconds)
    defer { progress.clear() }
    var block = SampleBlock(channelCount: simulation.stream.channels.count)
    while simulation.read(into: &block, seconds: 1) {
      try writer.write(block)
      progress.advance(to: simulation.position)
    }
    try writer.close()
  }

  private var scenarios: String {
    var table = TextTable(["scenario", "length", "what happens"], indent: 0)
    for scenario in Scenario.all {
      table.add([scenario.name, NumberText.length(scenario.duration), scenario.summary])
    }
    for kind in Scenario.DrawnKind.allCases {
      table.add([kind.rawValue, NumberText.length(kind.duration), kind.summary])
    }
    return table.text
  }

  /// `night_events.tsv` for `night.edf`.
  private static func tablePath(_ path: String) -> String {
    String(path.dropLast(4)) + "_events.tsv"
  }
}
