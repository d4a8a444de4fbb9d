internal import CrampModel

/// Why a pressure channel cannot be judged, if it cannot: a strap that has come off, a value that
/// stands still, a rail.
///
/// A strap is known to be off only where its tension at rest shows: a dynamometer that rests next
/// to zero reads the same on and off.
struct PressureHealth: Sendable {
  private let channel: ChannelDescription
  private let profile: PressureProfile
  /// Whether a reading of zero means no load.
  private let hasZero: Bool
  /// The lowest level of rest so far: what the strap alone weighs.
  private var tension = Double.infinity
  private var still = 0
  private var longestStill = 0
  private var lively = 0

  init(_ channel: ChannelDescription, _ profile: PressureProfile) {
    self.channel = channel
    self.profile = profile
    hasZero =
      switch channel.unit {
      case _ where channel.modality == .force: false
      case .newton, .kilogramForce, .kilopascal, .millimetreOfMercury: true
      case .count: (channel.railLow ?? -1) >= 0
      case .microvolt, .millivolt, .volt, .arbitrary: false
      }
  }

  /// The strap's tension, where zero is known; 0 elsewhere.
  var strap: Double { hasZero && tension.isFinite ? max(0, tension) : 0 }

  /// Takes in the present level of rest.
  mutating func learn(rest: Double) { tension = min(tension, rest) }

  /// The verdict on one hop; `nil` if it can be judged.
  ///
  /// A value that stands still is a fault only where it never did so for long: coarse converters
  /// repeat themselves.
  mutating func verdict(_ row: FeatureRow, _ thresholds: Thresholds?) -> String? {
    let isStill = row.quality.repeated > 0.99
    if isStill {
      still += 1
    } else {
      if still < Self.stillAtLeast { longestStill = max(longestStill, still) }
      still = 0
      lively = min(lively + 1, Self.livelyAtLeast)
    }
    if let high = channel.railHigh, row.level >= Double(high) - 1.5 * row.step {
      return "saturated"
    }
    if let thresholds, isOff(row, thresholds) { return "lead-off" }
    let limit = max(FeatureRow.hopsPerSecond, 4 * longestStill)
    return lively >= Self.livelyAtLeast && still > limit ? "flat" : nil
  }

  private func isOff(_ row: FeatureRow, _ thresholds: Thresholds) -> Bool {
    let swing = thresholds.swing
    return strap > 3 * swing && row.level <= profile.offTension * strap
  }

  /// A minute of changing values is a sensor that is alive.
  private static let livelyAtLeast = 60 * FeatureRow.hopsPerSecond
  /// Longer than that is no coarse converter but a fault, and no measure of what is usual.
  private static let stillAtLeast = 15 * FeatureRow.hopsPerSecond
}
