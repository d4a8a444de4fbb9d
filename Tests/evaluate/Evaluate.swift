import ArgumentParser
import CrampModel
import Foundation
import SignalSimulation

/// Measures the detector at its default settings on drawn subjects.
@main
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure the detector on simulated subjects it has not been tuned on.",
    discussion: """
      Writes a page of Markdown and prints one line of JSON. Tune on the development set, choose \
      on the validation set, and look at the test set once before a release.
      """
  )

  @Option(name: .customLong("set"), help: "development, validation or test.")
  var subjects = SubjectSet.development

  @Option(
    help: "Hours of simulated nights; sport, practice and faults come on top; 0 for peers alone."
  )
  var hours = 240.0

  @Option(name: .shortAndLong, help: "The page to write.")
  var output = ".build/evaluation.md"

  @Flag(help: "Compare with the peer detectors of $CRAMPD_PEERS or ../shared/tools/peers.")
  var peers = false

  @Option(help: "Seconds of processor time for each peer.")
  var peerSeconds = 40.0

  @Option(help: "Folder that keeps simulated samples for the next run; remove it with changes.")
  var keep: String?

  func validate() throws {
    guard (0..<100_000).contains(hours) else {
      throw ValidationError("--hours \(hours): 0 to 100000")
    }
  }

  func run() async throws {
    if subjects == .test {
      Self.say("the test set is to be looked at once per release; do not tune on what you see")
    }
    let began = Date()
    let trials = subjects.trials(hours: hours)
    let kept = keep.map { KeptSamples(folder: URL(fileURLWithPath: $0, isDirectory: true)) }
    if let kept {
      try FileManager.default.createDirectory(at: kept.folder, withIntermediateDirectories: true)
    }
    let outcomes = try await Self.run(trials, kept)
    let compared = peers ? try PeerComparison.run(subjects, seconds: peerSeconds) : .none
    let page = ResultsPage(
      set: subjects,
      tally: Tally(outcomes: outcomes),
      peers: compared.results,
      peerNote: compared.note,
      seconds: Date().timeIntervalSince(began)
    )
    try page.text.write(toFile: output, atomically: true, encoding: .utf8)
    Self.say("wrote \(output)")
    print(Summary(page).line)
  }

  /// Runs the longest first, as many at a time as there are processors.
  private static func run(_ trials: [Trial], _ kept: KeptSamples?) async throws -> [Outcome] {
    let order = trials.indices.sorted { trials[$0].cost > trials[$1].cost }
    let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
    var results = [Outcome?](repeating: nil, count: trials.count)
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var waiting = order[...]
      func start() {
        guard let index = waiting.popFirst() else { return }
        let trial = trials[index]
        group.addTask { (index, try TrialRun(trial, kept: kept).outcome(kept: kept)) }
      }
      for _ in 0..<width { start() }
      while let (index, outcome) = try await group.next() {
        results[index] = outcome
        start()
      }
    }
    return results.compactMap { $0 }
  }

  static func say(_ text: String) {
    FileHandle.standardError.write(Data("evaluate: \(text)\n".utf8))
  }
}

extension SubjectSet: ExpressibleByArgument {}

extension Trial {
  /// How much work it is.
  fileprivate var cost: Double { duration * setup.rate.value }
}
