internal import CrampModel

/// A brief abrupt burst that is over.
struct Spasm: Sendable, Equatable {
  /// Hop at which it began.
  let onset: Int
  /// Its length in hops.
  let hops: Int
  /// Its highest 100 ms RMS over rest.
  let ratio: Double
  /// How likely it is none of the movements that look alike.
  let confidence: Double

  /// Adds the members of its event.
  func describe(into details: inout [EventDetail]) {
    let seconds = Double(hops) * FeatureRow.hopSeconds
    for detail in [
      EventDetail.rounded(.confidence, confidence, decimals: 2),
      .rounded(.peakRatio, ratio, decimals: 1),
      .rounded(.duration, seconds, decimals: 2),
    ] {
      if let detail { details.append(detail) }
    }
  }
}
