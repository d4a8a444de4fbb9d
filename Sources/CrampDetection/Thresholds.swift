internal import CrampModel

/// The two levels between which a contraction is neither on nor off.
struct Thresholds: Sendable, Equatable {
  /// The resting level.
  let rest: Double
  /// A contraction begins to count here.
  let on: Double
  /// A contraction no longer counts below this.
  let off: Double

  /// Derives the levels from what is known of rest.
  ///
  /// - Parameters:
  ///   - rest: The resting level.
  ///   - spread: Its standard deviation.
  ///   - step: The converter's step; a change of tone at rest is several steps of an 8-bit one.
  ///   - isMicrovolts: Whether levels are microvolts.
  ///   - profile: The ratios.
  init(rest: Double, spread: Double, step: Double, isMicrovolts: Bool, profile: Profile) {
    let relative = max(profile.onRatio * rest, rest + profile.onSpreads * spread)
    let absolute = rest + (isMicrovolts ? profile.onMicrovolts : 0)
    self.rest = rest
    on = max(relative, absolute, rest + profile.onSteps * step)
    off = rest + profile.offShare * (on - rest)
  }
}
