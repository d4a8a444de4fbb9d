internal import CrampModel

/// What changed in the muscle under one channel; hops are those of the stream.
enum MuscleChange: Sendable, Equatable {
  /// A contraction that may become a cramp began at `onset`.
  case suspected(onset: Int, ContractionWindow)
  /// The suspected contraction was none; the window is its last minute at most.
  case dismissed(onset: Int, end: Int, DismissalReason, ContractionWindow)
  /// A contraction that began at `onset` is a cramp.
  case confirmed(onset: Int, ContractionWindow)
  /// A cramp let go at `end`.
  case released(Contraction, end: Int, isAbrupt: Bool)
}

/// Advances ``MuscleState`` by one judged hop at a time.
struct MuscleDetector: Sendable {
  /// The constants; others may take over while the muscle is quiet.
  var profile: Profile
  private(set) var state = MuscleState.quiet
  private var hopsSinceRest = 0
  /// Whether the last cramp went over into movements, so that what came after it is not its rest.
  private(set) var endedInMovement = false

  init(_ profile: Profile) {
    self.profile = profile
  }

  /// Whether nothing is open, suspected or about to be.
  var isQuiet: Bool {
    if case .quiet = state { true } else { false }
  }

  /// Whether a cramp is open.
  var isContracted: Bool {
    switch state {
    case .cramping, .falling: true
    case .quiet, .rising: false
    }
  }

  /// The cramp that is open.
  var contraction: Contraction? {
    switch state {
    case .cramping(let contraction), .falling(let contraction, _): contraction
    case .quiet, .rising: nil
    }
  }

  /// Takes in one hop that can be judged; `recent` and `broadband` already hold it.
  mutating func advance(
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ broadband: Broadband,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    hopsSinceRest = recent.steady < thresholds.off ? 0 : hopsSinceRest + 1
    switch state {
    case .quiet:
      guard recent.steady >= thresholds.on else { return nil }
      let before = recent.steadyMean(from: hops(7), to: hops(3)) ?? 0
      let isSlow = before > profile.slowRatio * thresholds.rest
      state = .rising(Rise(onset: row.hop, isSlow: isSlow))
      return nil
    case .rising(let rise):
      return advance(rise, row, &recent, broadband, thresholds)
    case .cramping(let contraction):
      return advance(contraction, &recent)
    case .falling(let contraction, let fall):
      return advance(contraction, fall, recent)
    }
  }

  /// Takes the stream to have begun within a contraction that has just gone down.
  mutating func beginContracted(onset: Int, plateau: Double, thresholds: Thresholds, end: Int) {
    let contraction = Contraction(
      onset: onset,
      thresholds: thresholds,
      plateau: plateau,
      peak: plateau,
      lastHigh: end - 1
    )
    state = .falling(contraction, Fall(since: end, isAbrupt: true))
  }

  /// Takes the contraction that is open to go on to a later end, where the level really fell.
  mutating func moveEnd(to end: Int) {
    switch state {
    case .cramping(let contraction):
      state = .falling(contraction, Fall(since: end, isAbrupt: true))
    case .falling(let contraction, var fall):
      fall.since = max(fall.since, end)
      state = .falling(contraction, fall)
    case .quiet, .rising: break
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
    hopsSinceRest = 0
  }

  private mutating func advance(
    _ rise: Rise,
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ broadband: Broadband,
    _ thresholds: Thresholds
  ) -> MuscleChange? {
    var rise = rise
    rise.age += 1
    rise.below = recent.steady < thresholds.off ? rise.below + 1 : 0
    state = .rising(rise)
    if rise.below >= hops(2) {
      state = .quiet
      return rise.isSuspected ? dismissal(of: rise, row, &recent, thresholds) : nil
    }
    guard rise.age % 5 == 0 else { return nil }
    if let contraction = confirmed(rise, row, &recent, broadband, thresholds) {
      state = .cramping(contraction.0)
      return .confirmed(onset: contraction.0.onset, contraction.1)
    }
    guard !rise.isSuspected, rise.age >= hops(profile.suspectAfter - 0.5) else { return nil }
    let size = hops(profile.suspectAfter - 0.5)
    var window = recent.window(size, thresholds)
    guard window.isContraction(profile, thresholds),
      !broadband.isNoise(6, dispersion: recent.dispersion(size), step: row.step)
    else { return nil }
    rise.isSuspected = true
    rise.onset = onset(rise, recent, thresholds)
    window.evenness = recent.evenness(row.hop - rise.onset)
    state = .rising(rise)
    return .suspected(onset: rise.onset, window)
  }

  /// Says what a suspected contraction lacked, from its onset to its end.
  private func dismissal(
    of rise: Rise,
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ thresholds: Thresholds
  ) -> MuscleChange {
    let end = row.hop + 1 - rise.below
    let length = end - rise.onset
    var window = recent.window(length, thresholds, skipping: rise.below)
    window.evenness = recent.evenness(length - hops(1), skipping: rise.below)
    let seconds = Double(length) * FeatureRow.hopSeconds
    let reason = DismissalReason(window, thresholds, lasted: seconds, profile)
    return .dismissed(onset: rise.onset, end: end, reason, window)
  }

  private func confirmed(
    _ rise: Rise,
    _ row: FeatureRow,
    _ recent: inout RecentLevels,
    _ broadband: Broadband,
    _ thresholds: Thresholds
  ) -> (Contraction, ContractionWindow)? {
    guard rise.age >= hops(profile.confirmAfter) - 15, !isRising(rise, recent, thresholds) else {
      return nil
    }
    var size = hops(profile.confirmAfter)
    var window = recent.window(size, thresholds)
    guard window.isContraction(profile, thresholds) else { return nil }
    if thresholds.isWeak(window.mean, profile) {
      size = hops(rise.isSlow ? profile.confirmSlowAfter : profile.confirmWeakAfter)
      guard rise.age >= size - 15 else { return nil }
      window = recent.window(size, thresholds)
      guard window.isContraction(profile, thresholds) else { return nil }
    }
    let onset = onset(rise, recent, thresholds)
    let newest = recent.hop(0) ?? onset
    guard Double(newest - onset) >= Profile.confirmShare * Double(size),
      isEven(newest - onset, &recent),
      !broadband.isNoise(size / 10, dispersion: recent.dispersion(size), step: row.step)
    else { return nil }
    window.evenness = recent.evenness(min(newest - onset, hops(20)) - hops(1))
    let contraction = Contraction(
      onset: onset,
      thresholds: thresholds,
      plateau: window.mean,
      peak: window.peak,
      lastHigh: newest
    )
    return (contraction, window)
  }

  /// Whether the contraction is even since its onset or, if it builds up slowly, over its last 6 s.
  private func isEven(_ length: Int, _ recent: inout RecentLevels) -> Bool {
    guard recent.evenness(min(length, hops(20)) - hops(1)) < profile.evenness else { return true }
    guard length > hops(9), let newer = recent.rms(from: hops(3) - 1, to: 0),
      let older = recent.rms(from: hops(9) - 1, to: hops(6)), newer > 1.5 * older
    else { return false }
    return recent.evenness(hops(6)) >= profile.buildUpEvenness
  }

  /// Whether the level still goes up while it is not yet four times rest.
  private func isRising(
    _ rise: Rise,
    _ recent: RecentLevels,
    _ thresholds: Thresholds
  ) -> Bool {
    // A jump within the last seconds is another beginning than that of the tone before it.
    if profile.riseLimit > 0, let now = recent.rms(from: hops(1) - 1, to: 0),
      let then = recent.rms(from: hops(5), to: hops(2.5)), now > 1.6 * then
    {
      return true
    }
    let oldest = min(rise.age - 10, hops(10))
    guard rise.age < hops(profile.riseLimit),
      let newer = recent.rms(from: hops(4) - 1, to: 0),
      let older = recent.rms(from: oldest, to: oldest - hops(4) + 1),
      newer < 4.1 * thresholds.rest
    else { return false }
    return newer > 1.08 * older
  }

  /// The hop at which a rise began.
  private func onset(_ rise: Rise, _ recent: RecentLevels, _ thresholds: Thresholds) -> Int {
    let plateau = recent.rms(from: min(rise.age / 2, hops(5)), to: 0) ?? thresholds.on
    let estimate = OnsetEstimate(rest: thresholds.rest, plateau: plateau)
    let earliest = min(max(hopsSinceRest, rise.age) + hops(1.5), RecentLevels.capacity - 1)
    let back = estimate.hopsAgo(recent, earliest: earliest, latest: min(rise.age / 2, hops(2)))
    return recent.hop(back) ?? rise.onset
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ recent: inout RecentLevels
  ) -> MuscleChange? {
    endedInMovement = false
    if let end = endOfHolding(contraction, &recent) {
      endedInMovement = true
      state = .quiet
      hopsSinceRest = 0
      return .released(contraction, end: end, isAbrupt: true)
    }
    var contraction = contraction
    let level = recent.level(0) ?? 0
    let hop = recent.hop(0) ?? contraction.lastHigh
    contraction.peak = max(contraction.peak, level)
    if level >= contraction.edge { contraction.lastHigh = hop }
    guard recent.steady < endLevel(contraction) else {
      // An exponential mean over 10 s.
      contraction.plateau += (recent.steady - contraction.plateau) / Double(hops(10))
      contraction.highest = max(contraction.highest, contraction.plateau)
      state = .cramping(contraction)
      return nil
    }
    let wasHigh = (0..<hops(3)).contains { back in
      (recent.level(back) ?? 0) >= 0.9 * contraction.plateau
    }
    let since = end(contraction, recent) ?? hop
    state = .falling(contraction, Fall(since: since, isAbrupt: wasHigh))
    return nil
  }

  /// Where a cramp went over into movements, which come back to rest again and again.
  private func endOfHolding(_ contraction: Contraction, _ recent: inout RecentLevels) -> Int? {
    guard recent.count % FeatureRow.hopsPerSecond == 0 else { return nil }
    let size = hops(10)
    guard (recent.hop(size) ?? 0) > contraction.onset else { return nil }
    let window = recent.window(size, contraction.thresholds)
    guard window.dips >= 5, !contraction.thresholds.isWeak(window.mean, profile) else { return nil }
    return window.firstDip.flatMap { recent.hop($0) }
  }

  /// The hop after the last one whose 100 ms reach the edge or the end level.
  private func end(_ contraction: Contraction, _ recent: RecentLevels) -> Int? {
    let edge = max(contraction.edge, endLevel(contraction))
    for back in 0..<RecentLevels.capacity {
      guard let short = recent.short(back) else { break }
      if short >= edge { return recent.hop(max(0, back - 1)) }
    }
    return nil
  }

  private mutating func advance(
    _ contraction: Contraction,
    _ fall: Fall,
    _ recent: RecentLevels
  ) -> MuscleChange? {
    var fall = fall
    fall.age += 1
    let levels = contraction.thresholds
    let share = 2 * profile.releaseShare * contraction.plateau
    fall.rested = recent.steady < levels.off ? fall.rested + 1 : fall.rested
    fall.again = recent.steady >= levels.on ? fall.again + 1 : 0
    if fall.rested >= hops(1), fall.again >= hops(2), recent.steady < share {
      // It rested: what is raised now, and weaker, is another contraction.
      state = .rising(Rise(onset: recent.hop(fall.again) ?? fall.since, age: fall.again))
      return .released(contraction, end: fall.since, isAbrupt: fall.isAbrupt)
    }
    // Where a release is told soon, a trough must be bridged at once; else what is held takes it up.
    let isTrough = profile.releaseAfter <= 2 && fall.age <= hops(2)
    let level = isTrough ? recent.level(0) ?? 0 : recent.steady
    if level >= max(levels.on, share) { fall.raised += 1 }
    if fall.raised >= hops(isTrough ? 0.25 : 0.5) {
      state = .cramping(contraction)
      return nil
    }
    guard fall.age >= hops(profile.releaseAfter) else {
      state = .falling(contraction, fall)
      return nil
    }
    state = .quiet
    hopsSinceRest = 0
    return .released(contraction, end: fall.since, isAbrupt: fall.isAbrupt)
  }

  private func endLevel(_ contraction: Contraction) -> Double {
    max(contraction.thresholds.off, profile.releaseShare * contraction.plateau)
  }

  private func hops(_ seconds: Double) -> Int {
    Int((seconds * Double(FeatureRow.hopsPerSecond)).rounded())
  }
}
