internal import CrampModel

/// Puts levels into the members of an event, in microvolts where the unit is known to be voltage.
struct EventLevels: Sendable {
  let unit: SignalUnit
  let thresholds: Thresholds

  /// Describes the window that decided for a contraction.
  func describe(_ window: ContractionWindow, _ row: FeatureRow, into details: inout [EventDetail]) {
    append(.rounded(.confidence, confidence(window), decimals: 2), to: &details)
    append(level(window.mean, .rmsMicrovolts, .rms), to: &details)
    append(.rounded(.restRatio, ratio(window.mean), decimals: 1), to: &details)
    append(.rounded(.valley, window.valley, decimals: 2), to: &details)
    if row.quality.medianFrequency > 0 {
      append(
        .rounded(.medianFrequency, row.quality.medianFrequency, decimals: 1),
        to: &details
      )
    }
    if window.clear < 1 || row.quality.motion > 0.7 {
      details.append(EventDetail(.degraded, .flag(true)))
    }
    appendUnit(to: &details)
  }

  /// Describes the highest level of an episode.
  func describe(peak: Double, into details: inout [EventDetail]) {
    append(level(peak, .peakMicrovolts, .peak), to: &details)
    append(.rounded(.peakRatio, ratio(peak), decimals: 1), to: &details)
    appendUnit(to: &details)
  }

  /// Half at the on level, a fifth more with each doubling, less where the level falls back.
  private func confidence(_ window: ContractionWindow) -> Double {
    let doublings = logarithm2(max(1, window.mean / max(thresholds.on, .leastNormalMagnitude)))
    let steadiness = 0.7 + 0.3 * min(1, window.valley / 0.6)
    return min(0.99, (0.5 + 0.2 * doublings) * steadiness * window.clear)
  }

  private func ratio(_ level: Double) -> Double {
    thresholds.rest > 0 ? level / thresholds.rest : .infinity
  }

  private func level(_ level: Double, _ microvolts: EventKey, _ other: EventKey) -> EventDetail? {
    unit == .microvolt
      ? .rounded(microvolts, level, decimals: 2) : .rounded(other, level, decimals: 4)
  }

  private func append(_ detail: EventDetail?, to details: inout [EventDetail]) {
    if let detail { details.append(detail) }
  }

  private func appendUnit(to details: inout [EventDetail]) {
    if unit != .microvolt { details.append(EventDetail(.unit, .text(unit.rawValue))) }
  }
}
