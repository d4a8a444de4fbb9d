import CrampModel
import CrampPipeline
import Foundation
import Recordings
import SignalSimulation

/// A recording that peers read from a file, with what crampd finds in it.
struct PeerRecording: Sendable {
  /// What crampd found.
  let outcome: Outcome

  private let trial: Trial
  private let scenario: Scenario
  private let truth: [Label]
  private let known: [ClosedRange<Double>: FoundCramp]

  /// Writes `N_emg.f32` with interleaved samples, gaps as the last sample, and `N_emg.json`.
  init(_ trial: Trial, number: Int, folder: URL) throws {
    self.trial = trial
    scenario = try Scenario(specification: trial.specification)
    outcome = try TrialRun(trial, kept: nil).outcome(kept: nil)
    var simulation = Simulation(scenario: scenario)
    truth = simulation.labels
    known = Dictionary(outcome.cramps.map { ($0.span, $0) }, uniquingKeysWith: { $1 })
    let count = scenario.channels.count
    var data = Data()
    var last = [Float](repeating: 0, count: count)
    var block = SampleBlock(channelCount: count)
    while simulation.read(into: &block, seconds: 1) {
      for _ in 0..<Int((block.gap * scenario.rate.value).rounded()) { Self.append(last, to: &data) }
      for index in 0..<(block.channels.first?.count ?? 0) {
        last = block.channels.map { $0[index] }
        Self.append(last, to: &data)
      }
    }
    try data.write(to: folder.appendingPathComponent("\(number)_emg.f32"))
    let about = "{\"SamplingFrequency\":\(scenario.rate.value),\"Channels\":\(count)}"
    try about.write(
      to: folder.appendingPathComponent("\(number)_emg.json"),
      atomically: true,
      encoding: .utf8
    )
  }

  /// What a peer's intervals are worth; what is known of the cramps is taken over.
  func outcome(of intervals: [[Double]]) -> Outcome {
    let found = intervals.compactMap { pair -> Label? in
      guard pair.count == 2 else { return nil }
      return Label(onset: pair[0], duration: pair[1] - pair[0], trialType: "cramp")
    }
    let score = Score(
      reference: TrialRun.reference(truth, of: trial),
      detected: found,
      recordingSeconds: scenario.duration
    )
    let cause = Cause(scenario)
    return Outcome(
      trial: trial,
      cramps: score.matches.compactMap { match in known[match.reference]?.found(as: match) },
      falseAlarms: score.falseAlarms.map {
        FalseAlarm(trial: trial, span: $0, cause: cause.name(of: $0))
      },
      hours: scenario.duration / 3_600
    )
  }

  private static func append(_ values: [Float], to data: inout Data) {
    for value in values {
      let bits = value.bitPattern
      for shift: UInt32 in [0, 8, 16, 24] { data.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
  }
}

extension FoundCramp {
  /// The same cramp as another detector found it.
  func found(as match: Score.Match) -> Self {
    Self(
      trial: trial,
      span: span,
      contrast: contrast,
      rise: rise,
      depth: depth,
      isFound: match.detected != nil,
      onsetError: match.onsetError,
      releaseError: match.releaseError,
      suspectedAfter: nil,
      confirmedAfter: nil,
      company: company,
      remarks: ""
    )
  }
}
