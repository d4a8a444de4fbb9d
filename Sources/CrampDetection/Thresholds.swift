internal import CrampModel

/// The two levels between which a contraction is neither on nor off.
struct Thresholds: Sendable, Equatable {
  /// The resting level.
  let rest: Double
  /// A contraction begins to count here.
  let on: Double
  /// A contraction no longer counts below this.
  let off: Double
  /// The converter's step.
  let step: Double

  /// Whether a level is so little over rest that it takes a longer look.
  ///
  /// A rest below the converter's step is rounded down, so that ratios over it say too much.
  func isWeak(_ level: Double, _ profile: Profile) -> Bool {
    level < max(profile.weakRatio * rest, rest + step)
  }

  /// Derives the levels from what is known of rest.
  ///
  /// - Parameters:
  ///   - rest: The resting level.
  ///   - spread: Its standard deviation.
  ///   - step: The converter's step.
  ///   - isCoarse: Whether it has 256 of them or fewer.
  ///   - isMicrovolts: Whether levels are microvolts.
  ///   - profile: The ratios.
  init(
    rest: Double,
    spread: Double,
    step: Double,
    isCoarse: Bool = false,
    isMicrovolts: Bool,
    profile: Profile
  ) {
    let wavering = min(rest + profile.onSpreads * spread, profile.onRatioLimit * rest)
    let relative = max(profile.onRatio * rest, wavering)
    let absolute = rest + (isMicrovolts ? profile.onMicrovolts : 0)
    self.rest = rest
    self.step = step
    let steps = isCoarse ? profile.onCoarseSteps : profile.onSteps
    on = max(relative, absolute, rest + steps * step)
    off = rest + profile.offShare * (on - rest)
  }
}
