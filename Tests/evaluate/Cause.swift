import CrampModel
import SignalSimulation

/// What went on in a scenario at a time, in words.
struct Cause {
  private let scenario: Scenario

  init(_ scenario: Scenario) {
    self.scenario = scenario
  }

  /// What took up most of a span; `rest` if nothing did.
  func name(of span: ClosedRange<Double>) -> String {
    let isPosture = scenario.activities.contains {
      $0.turns.contains { $0.contains(span.lowerBound) }
    }
    if isPosture { return "posture or strap" }
    let near = max(0, span.lowerBound - 1)...span.upperBound + 1
    var best = (name: "rest", overlap: 0.0, length: 0.0)
    for (name, other) in events where other.overlaps(near) {
      let overlap =
        min(other.upperBound, near.upperBound) - max(other.lowerBound, near.lowerBound)
      let length = other.upperBound - other.lowerBound
      if overlap > best.overlap || (overlap == best.overlap && length < best.length) {
        best = (name, overlap, length)
      }
    }
    guard best.name == "rest" else { return best.name }
    return lastingChange(before: span.lowerBound) ?? "rest"
  }

  /// Everything that overlaps a span, each name once.
  func names(in span: ClosedRange<Double>) -> [String] {
    var result: [String] = []
    for (name, other) in events where other.overlaps(span) && !result.contains(name) {
      result.append(name)
    }
    return result
  }

  /// All of it as lines of start, end and name, with tabs between them.
  var table: String {
    events.map { "\($0.1.lowerBound)\t\($0.1.upperBound)\t\($0.0)\n" }.joined()
  }

  private var events: [(String, ClosedRange<Double>)] {
    let muscles = scenario.activities.filter(\.turns.isEmpty)
      .map { ($0.name, $0.start...$0.start + $0.duration) }
    let faults = scenario.artefacts.filter { !$0.isBackground }
    return muscles + faults.map { ($0.name, $0.start...$0.start + $0.duration) }
  }

  private func lastingChange(before time: Double) -> String? {
    for artefact in scenario.artefacts where artefact.isBackground {
      if case .gainChange = artefact.kind, (artefact.start...artefact.start + 60).contains(time) {
        return "gain change"
      }
    }
    return nil
  }
}

extension Activity {
  /// A few words for it.
  var name: String {
    switch kind {
    case .cramp: "cramp"
    case .hold: duration >= 10 ? "voluntary hold of 10 s or more" : "short voluntary hold"
    case .gait: "walking or running"
    case .largeMovement: "large movement"
    case .periodicMovements: "periodic leg movements"
    case .rapidMovements: "high-frequency leg movements"
    case .fasciculations: "fasciculations"
    case .spasm: "spasm"
    case .cycling: "cycling"
    case .shivering: "shivering"
    case .takeover: "takeover by another muscle"
    case .tone: "tone before a cramp"
    case .posture: "posture or strap"
    }
  }

  /// When a posture begins and ends: what begins then is taken for it.
  fileprivate var turns: [ClosedRange<Double>] {
    guard case .posture = kind else { return [] }
    return [start, start + duration].map { max(0, $0 - 8)...$0 + 15 }
  }
}

extension Artefact {
  /// A few words for it.
  var name: String {
    switch kind {
    case .mains, .waveringMains: "hum"
    case .leadOff(.rail): "lead off: rail"
    case .leadOff(.flat): "lead off: flat"
    case .leadOff(.mains): "lead off: hum"
    case .leadOff(.broadband): "lead off: broadband"
    case .leadOff(.zero): "sensor off"
    case .motion: "motion"
    case .ecg: "heart"
    case .clipping: "clipping"
    case .noise: "rising noise"
    case .gainChange: "gain change"
    case .gap: "gap"
    case .drift: "drift"
    case .pops: "pops"
    }
  }
}
