internal import CrampModel

/// What becomes of a rise: suspected, a cramp, nothing, or the new rest.
extension PressureMuscle {
  mutating func advance(
    _ rise: PressureRise,
    _ row: FeatureRow,
    _ history: inout PressureHistory,
    _ thresholds: Thresholds,
    tremor: Double
  ) -> MuscleChange? {
    var rise = rise
    rise.age += 1
    rise.below = row.level < thresholds.off ? rise.below + 1 : 0
    state = .rising(rise)
    if rise.below >= hops(2) || isMostlyDown(rise, history, thresholds) {
      return end(rise, history, thresholds)
    }
    if rise.age >= hops(rise.isResidue ? profile.residueAfter : profile.postureAfter) {
      return settle(rise, at: history.mean(hops(10)))
    }
    guard rise.age % 5 == 0 else { return nil }
    if rise.isMoved == nil, rise.age >= hops(2.5) {
      let back = history.onset(thresholds, plateau: history.mean(hops(1)))
      let before = hops(profile.movementBefore)
      rise.isMoved = history.moved(before: back, hops: before, thresholds)
    }
    rise.isRisen = rise.isRisen || history.risen() >= profile.rise * thresholds.swing
    state = .rising(rise)
    guard rise.isRisen else { return nil }
    if let change = confirm(&rise, row, &history, thresholds, tremor: tremor) { return change }
    return suspect(rise, &history, thresholds)
  }

  /// Takes a level for the new rest.
  private mutating func settle(_ rise: PressureRise, at level: Double) -> MuscleChange? {
    state = .quiet
    newRest = level
    return dismissal(of: rise, .movement)
  }

  private func dismissal(of rise: PressureRise, _ reason: DismissalReason) -> MuscleChange? {
    guard rise.isSuspected else { return nil }
    let end = rise.onset + rise.age
    return .dismissed(onset: rise.onset, end: end, reason, ContractionWindow())
  }

  /// Breaths carry a level that is nearly at rest again above the off level time and again.
  private func isMostlyDown(
    _ rise: PressureRise,
    _ history: PressureHistory,
    _ thresholds: Thresholds
  ) -> Bool {
    guard rise.age >= hops(5) else { return false }
    let half = (thresholds.on + thresholds.off) / 2
    return history.mean(hops(5)) < half
  }

  /// A doubtful rise that let go while nothing moved was no posture: it is told before it ends.
  private mutating func end(
    _ rise: PressureRise,
    _ history: PressureHistory,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    state = .quiet
    if let height = rise.doubtfulHeight, !rise.isResidue,
      history.fell(by: profile.fallShare * height, beyond: rise.below),
      !history.moved(around: rise.below, thresholds)
    {
      let contraction = Contraction(
        onset: rise.onset,
        thresholds: thresholds,
        plateau: thresholds.on,
        peak: thresholds.on
      )
      let since = history.hop(rise.below - 1)
      state = .falling(contraction, PressureFall(since: since, isAbrupt: true, age: rise.below))
      var window = ContractionWindow()
      window.mean = thresholds.on
      window.clear = 1
      return .confirmed(onset: rise.onset, window)
    }
    return dismissal(of: rise, .ended)
  }

  private mutating func confirm(
    _ rise: inout PressureRise,
    _ row: FeatureRow,
    _ history: inout PressureHistory,
    _ thresholds: Thresholds,
    tremor: Double
  ) -> MuscleChange? {
    guard rise.age >= hops(0.8 * profile.confirmAfter) else { return nil }
    let back = history.onset(thresholds, plateau: history.mean(hops(3)))
    guard back >= hops(0.9 * profile.confirmAfter) else { return nil }
    let window = history.window(min(back, hops(profile.confirmAfter)), thresholds)
    let height = window.mean - thresholds.rest
    let tremors = history.tremors(Int(profile.confirmAfter))
    guard isContraction(window), tremors.median < profile.shakeShare * height else { return nil }
    guard back < hops(30) || height >= profile.slowRise * thresholds.swing else { return nil }
    if rise.doubtfulHeight == nil, profile.doubtsMovements {
      doubt(&rise, back, window, history, thresholds)
      state = .rising(rise)
    }
    if let doubtful = rise.doubtfulHeight {
      // Something new on top of what was doubtful: that was rest then.
      if height > 2 * doubtful + thresholds.swing {
        return settle(rise, at: thresholds.rest + doubtful)
      }
      guard rise.age >= hops(profile.trembleAfter), window.valley >= profile.steadyValley,
        isAlive(rise, height, thresholds, history, tremors, tremor: tremor)
      else { return nil }
    } else {
      rise.onset = min(history.hop(back), rise.isSuspected ? rise.onset : .max)
    }
    state = .cramping(
      Contraction(
        onset: rise.onset,
        thresholds: thresholds,
        plateau: window.mean,
        peak: window.peak
      )
    )
    steadiness = Steadiness()
    highest = window.mean
    return .confirmed(onset: rise.onset, window)
  }

  /// Whether a level trembles or wanders as that of a muscle does, without a movement.
  private func isAlive(
    _ rise: PressureRise,
    _ height: Double,
    _ thresholds: Thresholds,
    _ history: PressureHistory,
    _ tremors: (lasting: Double, median: Double),
    tremor: Double
  ) -> Bool {
    let shake = profile.steadyShake * height
    guard tremors.median < shake else { return false }
    if tremors.lasting > max(profile.trembleShare * height, profile.trembleRest * tremor) {
      return true
    }
    // What a squeeze left behind relaxes for minutes, and not along a line; neither does a step.
    guard !rise.isResidue, rise.age >= hops(profile.wanderAfter) else { return false }
    guard let wander = history.wander(shake: shake) else { return false }
    return wander > max(profile.wanderShare * height, profile.wanderRest * thresholds.swing)
  }

  /// Notes that a rise began within a movement, or is what a squeeze left behind.
  private func doubt(
    _ rise: inout PressureRise,
    _ onset: Int,
    _ window: ContractionWindow,
    _ history: PressureHistory,
    _ thresholds: Thresholds
  ) {
    let height = window.mean - thresholds.rest
    let before = hops(profile.movementBefore)
    rise.isResidue = history.peak(onset + before) - thresholds.rest > profile.residue * height
    // What stood still for long enough to be suspected has begun out of rest; later thrashing does
    // not change that.
    let isMoved =
      rise.isMoved == true
      || !rise.isSuspected && history.moved(before: onset, hops: before, thresholds)
    guard rise.isResidue || isMoved else { return }
    rise.doubtfulHeight = height
    if !rise.isSuspected { rise.onset = history.hop(onset) }
  }

  private mutating func suspect(
    _ rise: PressureRise,
    _ history: inout PressureHistory,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    guard !rise.isSuspected, rise.age >= hops(profile.suspectAfter) else { return nil }
    let window = history.window(hops(profile.suspectAfter), thresholds)
    let shake = profile.shakeShare * (window.mean - thresholds.rest)
    guard isContraction(window), history.tremors(Int(profile.suspectAfter)).median < shake
    else { return nil }
    let back = history.onset(thresholds, plateau: window.mean)
    var rise = rise
    if profile.doubtsMovements {
      var doubted = rise
      doubt(&doubted, back, window, history, thresholds)
      guard doubted.doubtfulHeight == nil else { return nil }
    }
    rise.isSuspected = true
    rise.onset = history.hop(back)
    state = .rising(rise)
    return .suspected(onset: rise.onset, window)
  }

  private func isContraction(_ window: ContractionWindow) -> Bool {
    window.aboveOff >= profile.occupancyOff && window.aboveOn >= profile.occupancyOn
      && window.valley >= profile.valley
  }
}
