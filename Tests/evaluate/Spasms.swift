import CrampModel
import SignalSimulation

/// The spasms of one recording, channel by channel.
struct Spasms: Sendable {
  /// Those that there were.
  let count: Int
  /// Those of them that were told within half a second of their onset.
  let found: Int
  /// Those that were told and were none.
  let falseOnes: [FalseAlarm]

  /// Those that were told.
  var told: Int { found + falseOnes.count }

  /// Judges the spasms of a trial.
  init(_ trial: Trial, _ scenario: Scenario, _ labels: [Label], _ events: [CrampEvent]) {
    let truth = labels.filter { $0.trialType == "spasm" }
    let cause = Cause(scenario)
    var isFound = truth.map { _ in false }
    var falseOnes: [FalseAlarm] = []
    for event in events where event.type == .spasm {
      let time = event.time.seconds(since: scenario.start)
      let match = truth.indices.first { index in
        !isFound[index] && truth[index].channel == event.channel
          && abs(truth[index].onset - time) < 0.5
      }
      if let match {
        isFound[match] = true
      } else {
        let span = time...time + 1
        falseOnes.append(FalseAlarm(trial: trial, span: span, cause: cause.name(of: span)))
      }
    }
    count = truth.count
    found = isFound.count { $0 }
    self.falseOnes = falseOnes
  }
}
