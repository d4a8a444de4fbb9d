internal import CrampModel

/// Advances ``PressureState`` by one judged hop at a time.
struct PressureMuscle: Sendable {
  let profile: PressureProfile
  var state = PressureState.quiet
  /// The level that the last hop found to be rest, if it did.
  var newRest: Double?
  var steadiness = Steadiness()
  /// The highest level of the cramp that is open, smoothed over 10 s.
  var highest = 0.0

  init(_ profile: PressureProfile) {
    self.profile = profile
  }

  /// Takes in one hop that can be judged; `history` already holds it.
  mutating func advance(
    _ row: FeatureRow,
    _ history: inout PressureHistory,
    _ thresholds: Thresholds,
    tremor: Double
  ) -> MuscleChange? {
    newRest = nil
    switch state {
    case .quiet:
      if row.level >= thresholds.on { state = .rising(PressureRise(onset: row.hop)) }
      return nil
    case .rising(let rise):
      return advance(rise, row, &history, thresholds, tremor: tremor)
    case .cramping(let contraction):
      return advance(contraction, row, history)
    case .falling(let contraction, let fall):
      return advance(contraction, fall, row, history)
    }
  }

  /// Ends the stream: a cramp that has been down for half a second is released.
  mutating func finish() -> MuscleChange? {
    guard case .falling(let contraction, let fall) = state, fall.age >= 10 else { return nil }
    state = .quiet
    return .released(contraction, end: fall.since, isAbrupt: fall.isAbrupt)
  }

  /// Gives up whatever goes on.
  mutating func abandon() {
    state = .quiet
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ row: FeatureRow,
    _ history: PressureHistory
  ) -> MuscleChange? {
    var contraction = contraction
    let rest = contraction.thresholds.rest
    let end = endLevel(contraction)
    contraction.peak = max(contraction.peak, row.level)
    guard row.level < end else {
      // An exponential mean over 10 s.
      contraction.plateau += (row.level - contraction.plateau) / Double(hops(10))
      state = .cramping(contraction)
      highest = max(highest, contraction.plateau)
      return released(contraction, row, history)
    }
    var back = 0
    while back < hops(0.5), let short = history.short(back), short < end { back += 1 }
    let high = rest + 0.9 * (contraction.plateau - rest)
    let past = history.extent(back..<back + hops(2))
    let isAbrupt = past.map { $0.upperBound >= high } ?? false
    let since = history.hop(max(0, back - 1))
    state = .falling(contraction, PressureFall(since: since, isAbrupt: isAbrupt))
    return nil
  }

  /// A level that has been constant for minutes is no muscle; what is left of a cramp at a fraction
  /// of its height is what the sensor has not let go of, and the cramp ended before it.
  private mutating func released(
    _ contraction: Contraction,
    _ row: FeatureRow,
    _ history: PressureHistory
  ) -> MuscleChange? {
    let levels = contraction.thresholds
    let height = contraction.plateau - levels.rest
    let limit = max(profile.constancy * height, levels.swing)
    steadiness.advance(row.shortRMS, limit: limit)
    let remains = steadiness.level - levels.rest
    let isRemainder = remains < profile.remainder * (highest - levels.rest)
    let isOver = isRemainder && steadiness.seconds >= profile.remainderFor
    guard isOver || steadiness.seconds >= profile.constantFor,
      abs(row.level - steadiness.level) < limit
    else { return nil }
    state = .quiet
    newRest = history.mean(hops(10))
    let end = isOver ? row.hop + 1 - hops(steadiness.seconds) : row.hop + 1
    return .released(contraction, end: max(contraction.onset + 1, end), isAbrupt: false)
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ fall: PressureFall,
    _ row: FeatureRow,
    _ history: PressureHistory
  ) -> MuscleChange? {
    var fall = fall
    fall.age += 1
    // A trough of a waxing cramp is short; after 2 s only tension that lasts takes it up again.
    let isTrough = fall.age <= hops(2)
    let levels = contraction.thresholds
    let half = levels.rest + 0.5 * (contraction.plateau - levels.rest)
    let isRaised = row.level >= (isTrough ? endLevel(contraction) : max(levels.on, half))
    fall.raised = isRaised ? fall.raised + 1 : 0
    if fall.raised >= (isTrough ? 1 : hops(3)) {
      state = .cramping(contraction)
      return nil
    }
    state = .falling(contraction, fall)
    guard fall.age >= hops(profile.releaseAfter), fall.raised == 0 else { return nil }
    state = .quiet
    let end = releaseHop(contraction, fall, history)
    return .released(contraction, end: end, isAbrupt: fall.isAbrupt)
  }

  /// Down the slope from the end level to what remains: a slow decay lasts on below the end level.
  private func releaseHop(
    _ contraction: Contraction,
    _ fall: PressureFall,
    _ history: PressureHistory
  ) -> Int {
    let levels = contraction.thresholds
    let remains = max(levels.rest, history.mean(hops(2)))
    let foot = remains + min(levels.swing, 0.5 * (contraction.plateau - remains))
    var back = history.back(to: fall.since)
    while back > 0, let short = history.short(back), short >= foot { back -= 1 }
    return history.hop(back)
  }

  private func endLevel(_ contraction: Contraction) -> Double {
    let rest = contraction.thresholds.rest
    return max(
      contraction.thresholds.off,
      rest + profile.releaseShare * (contraction.plateau - rest)
    )
  }

  func hops(_ seconds: Double) -> Int {
    Int((seconds * Double(FeatureRow.hopsPerSecond)).rounded())
  }
}
