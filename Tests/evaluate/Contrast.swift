import CrampModel
import Foundation
import SignalSimulation

/// How far contractions stand out of rest, from clean renderings of the simulation.
///
/// 20 log10 of the RMS of the contraction's own EMG in its plateau, without noise and rest, over the
/// RMS of rest with the amplifier's noise and the converter's steps but without hum, heart beats
/// and artefacts; both in 20 Hz to min(450 Hz, 0.45 of the rate). The best channel counts. Of a
/// pressure sensor it is the cramp's load over the standard deviation of the load at rest.
struct Contrast {
  private let scenario: Scenario
  private let rests: [Double]
  private var measured: [Double?]?
  /// The standard deviation at rest, in per cent of a squeeze, of a pressure sensor.
  private let loadAtRest: Double?

  /// Measures rest over 20 s.
  init(_ scenario: Scenario) {
    self.scenario = scenario
    loadAtRest = Self.loadAtRest(of: scenario)
    rests = loadAtRest == nil ? Self.rests(of: scenario) : []
  }

  private static func loadAtRest(of scenario: Scenario) -> Double? {
    scenario.channels.first { $0.mechanics != nil }?.restRMS
  }

  /// Reads what was measured before, and keeps what is measured.
  init(_ scenario: Scenario, keptBeside folder: URL, _ trial: Trial) {
    let name = trial.specification.replacing("?", with: ",")
    let file = folder.appending(path: name + ".contrast")
    let old = try? JSONDecoder().decode([Double?].self, from: Data(contentsOf: file))
    self.scenario = scenario
    loadAtRest = Self.loadAtRest(of: scenario)
    rests = old == nil && loadAtRest == nil ? Self.rests(of: scenario) : []
    measured = old ?? scenario.activities.indices.map { measure($0) }
    if old == nil { try? JSONEncoder().encode(measured).write(to: file) }
  }

  private static func rests(of scenario: Scenario) -> [Double] {
    var quiet = scenario
    quiet.activities = []
    quiet.artefacts = []
    quiet.duration = 21
    for index in quiet.channels.indices {
      // Steps of the converter stay; only the unit of what comes out is made one.
      quiet.channels[index].frontEnd.unit = .microvolt
      quiet.channels[index].offset = 0
    }
    return levels(of: quiet, within: 1...21)
  }

  /// The contrast of the scenario's activity number `index`, in decibels; `nil` if it has no plateau
  /// of its own.
  func decibels(ofActivity index: Int) -> Double? {
    if let measured { return measured.indices.contains(index) ? measured[index] : nil }
    return measure(index)
  }

  private func measure(_ index: Int) -> Double? {
    let activity = scenario.activities[index]
    if let loadAtRest {
      guard case .cramp(let cramp) = activity.kind else { return nil }
      return 20 * log10(max(cramp.level, 1e-9) / max(loadAtRest, 1e-9))
    }
    let length = activity.duration
    let plateau: ClosedRange<Double>
    switch activity.kind {
    case .cramp(let cramp):
      let start = min(cramp.rise, 0.5 * length)
      let end = max(start + 0.1 * length, length - cramp.fall - cramp.stretchBurst)
      plateau = start...min(end, start + 20)
    case .hold:
      plateau = min(0.3, 0.2 * length)...min(max(length - 0.3, 0.8 * length), 20)
    default:
      return nil
    }
    var clean = scenario
    clean.artefacts = []
    clean.duration = plateau.upperBound
    for other in clean.activities.indices where other != index {
      // Nothing happens, but each keeps its place and with it its random numbers.
      clean.activities[other] = Activity(.spasm(level: 0), at: 0, for: 0)
    }
    clean.activities[index].start = 0
    for channel in clean.channels.indices {
      clean.channels[channel].frontEnd.unit = .microvolt
      clean.channels[channel].frontEnd.bits = 24
      clean.channels[channel].frontEnd.noise = 0
      clean.channels[channel].restTone = 0
      clean.channels[channel].offset = 0
    }
    let levels = Self.levels(of: clean, within: plateau)
    return zip(levels, rests).map { 20 * log10(max($0, 1e-9) / max($1, 1e-9)) }.max()
  }

  private static func levels(of scenario: Scenario, within span: ClosedRange<Double>) -> [Double] {
    var simulation = Simulation(scenario: scenario)
    var filters = scenario.channels.map { _ in BandFilter(rate: scenario.rate.value) }
    var squares = scenario.channels.map { _ in 0.0 }
    var block = SampleBlock(channelCount: scenario.channels.count)
    var count = 0
    var index = 0
    while simulation.read(into: &block, seconds: 1) {
      let length = block.channels.first?.count ?? 0
      for offset in 0..<length {
        let time = Double(index + offset) / scenario.rate.value
        if span.contains(time) { count += 1 }
        for channel in filters.indices {
          let value = filters[channel].push(Double(block.channels[channel][offset]))
          if span.contains(time) { squares[channel] += value * value }
        }
      }
      index += length
    }
    return squares.map { ($0 / Double(max(1, count))).squareRoot() }
  }
}
