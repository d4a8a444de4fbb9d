internal import CrampModel

/// What changed in the muscle under one channel; hops are those of the stream.
enum MuscleChange: Sendable, Equatable {
  /// A contraction that may become a cramp began at `onset`.
  case suspected(onset: Int, ContractionWindow)
  /// The suspected contraction was none.
  case dismissed(onset: Int)
  /// A contraction that began at `onset` is a cramp.
  case confirmed(onset: Int, ContractionWindow)
  /// A cramp let go at `end`.
  case released(Contraction, end: Int, isAbrupt: Bool)
}

/// Advances ``MuscleState`` by one judged hop at a time.
struct MuscleDetector: Sendable {
  private let profile: Profile
  private(set) var state = MuscleState.quiet
  private var leftRest: Int?
  private var dip = 0

  init(_ profile: Profile) {
    self.profile = profile
  }

  /// Takes in one hop that can be judged; `recent` already holds it.
  mutating func advance(
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    followRise(row, thresholds)
    switch state {
    case .quiet:
      guard row.level >= thresholds.on else { return nil }
      state = .rising(Rise(onset: leftRest ?? row.hop))
      return nil
    case .rising(let rise):
      return advance(rise, row, &recent, thresholds)
    case .cramping(let contraction):
      return advance(contraction, row, recent)
    case .falling(let contraction, let fall):
      return advance(contraction, fall, row)
    }
  }

  /// Takes the stream to have begun within a contraction that has just gone down.
  mutating func beginContracted(onset: Int, plateau: Double, thresholds: Thresholds, end: Int) {
    let contraction = Contraction(
      onset: onset,
      thresholds: thresholds,
      plateau: plateau,
      peak: plateau
    )
    state = .falling(contraction, Fall(since: end, isAbrupt: true))
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
    leftRest = nil
  }

  /// Remembers when the 100 ms RMS left rest; dips of up to half a second do not count.
  private mutating func followRise(_ row: FeatureRow, _ thresholds: Thresholds) {
    if row.shortRMS >= thresholds.off {
      leftRest = leftRest ?? row.hop
      dip = 0
    } else {
      dip += 1
      if dip > FeatureRow.hopsPerSecond / 2 { leftRest = nil }
    }
  }

  private mutating func advance(
    _ rise: Rise,
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    var rise = rise
    rise.age += 1
    rise.below = row.level < thresholds.off ? rise.below + 1 : 0
    state = .rising(rise)
    if rise.below >= hops(2) {
      state = .quiet
      return rise.isSuspected ? .dismissed(onset: rise.onset) : nil
    }
    guard rise.age % 5 == 0 else { return nil }
    if rise.age >= hops(0.8 * profile.confirmAfter) {
      let window = recent.window(hops(profile.confirmAfter), thresholds)
      let onset = refinedOnset(rise, row, recent, window, profile.confirmAfter)
      if row.hop - onset >= hops(0.8 * profile.confirmAfter), window.isContraction(profile),
        recent.evenness(row.hop - onset) >= profile.evenness
      {
        let contraction = Contraction(
          onset: onset,
          thresholds: thresholds,
          plateau: window.mean,
          peak: row.level
        )
        state = .cramping(contraction)
        return .confirmed(onset: onset, window)
      }
    }
    guard !rise.isSuspected, rise.age >= hops(profile.suspectAfter) else { return nil }
    let window = recent.window(hops(profile.suspectAfter), thresholds)
    guard window.isContraction(profile) else { return nil }
    rise.isSuspected = true
    rise.onset = refinedOnset(rise, row, recent, window, profile.suspectAfter)
    state = .rising(rise)
    return .suspected(onset: rise.onset, window)
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ row: FeatureRow,
    _ recent: RecentLevels
  ) -> MuscleChange? {
    var contraction = contraction
    let end = endLevel(contraction)
    contraction.peak = max(contraction.peak, row.level)
    guard row.level < end else {
      // An exponential mean over 10 s.
      contraction.plateau += (row.level - contraction.plateau) / Double(hops(10))
      state = .cramping(contraction)
      return nil
    }
    var back = 0
    while back < hops(0.3), let short = recent.short(back), short < end { back += 1 }
    let wasHigh = (0..<hops(2)).contains { step in
      (recent.level(back + step) ?? 0) >= 0.9 * contraction.plateau
    }
    state = .falling(contraction, Fall(since: row.hop - back + 1, isAbrupt: wasHigh))
    return nil
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ fall: Fall,
    _ row: FeatureRow
  ) -> MuscleChange? {
    var fall = fall
    fall.age += 1
    // A trough of a waxing cramp is short; after 2 s only a second of tension takes it up again.
    let isTrough = fall.age <= hops(2)
    let levels = contraction.thresholds
    let share = 2 * profile.releaseShare * contraction.plateau
    if row.level >= max(isTrough ? levels.off : levels.on, share) { fall.raised += 1 }
    if fall.raised >= (isTrough ? 1 : hops(1)) {
      state = .cramping(contraction)
      return nil
    }
    guard fall.age >= hops(profile.releaseAfter) else {
      state = .falling(contraction, fall)
      return nil
    }
    state = .quiet
    leftRest = nil
    return .released(contraction, end: fall.since, isAbrupt: fall.isAbrupt)
  }

  private func endLevel(_ contraction: Contraction) -> Double {
    max(contraction.thresholds.off, profile.releaseShare * contraction.plateau)
  }

  /// The hop at which the contraction itself began.
  ///
  /// That is where the level left rest, or, if a weak preparatory tone went before, where it
  /// reached ``Profile/onsetShare`` of the contraction within ``Profile/preparation``.
  private func refinedOnset(
    _ rise: Rise,
    _ row: FeatureRow,
    _ recent: RecentLevels,
    _ window: ContractionWindow,
    _ seconds: Double
  ) -> Int {
    let latest = row.hop - hops(0.85 * seconds)
    let left = leftRest.map { $0 <= latest ? $0 : rise.onset } ?? rise.onset
    let enough = profile.onsetShare * window.peak
    for hop in left..<max(left + 1, min(row.hop, left + hops(profile.preparation))) {
      guard let short = recent.short(row.hop - hop) else { continue }
      if short >= enough { return hop }
    }
    return left
  }

  private func hops(_ seconds: Double) -> Int {
    Int((seconds * Double(FeatureRow.hopsPerSecond)).rounded())
  }
}
