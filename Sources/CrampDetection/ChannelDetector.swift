internal import CrampModel

/// What changed on one channel.
enum ChannelChange: Sendable, Equatable {
  case muscle(MuscleChange)
  case health(SignalHealth.Change)
  /// The signal of an open cramp went away.
  case unobserved(String)
  /// It is back.
  case observed
  /// It has been away for too long.
  case signalLost(Contraction, lastSeen: Int)
  /// Samples were missing up to now.
  case lost(samples: Int, first: Int, hops: Int)
  /// What may go before a cramp is there, or is over.
  case warning(WarningWatch.Change)
  /// A brief abrupt burst is over.
  case spasm(Spasm)
}

/// Judges one channel, a hop at a time: health and muscle side by side, joined only here.
struct ChannelDetector: Sendable {
  private(set) var profile: Profile
  private let isMicrovolts: Bool
  private var muscle: MuscleDetector
  /// Whether it can be judged.
  private(set) var health = SignalHealth()
  /// Why the last hop alone could not be judged.
  private(set) var veto: Veto?
  /// Why it cannot be judged, as it is shown.
  private(set) var fault: SignalFault?
  private var baseline = RestBaseline()
  private var calibratedRest: CalibratedRest?
  private var recent = RecentLevels()
  private var broadband: Broadband
  private var isNoise = false
  private var usualHum = 0.0
  private var cleanHops = 0
  private var quietHops = 0
  private var hoveringHops = 0
  private var lowRuns = 0
  private var beginning = Beginning()
  private var missingSamples = 0
  private var missingHops = 0
  private var unobservedHops = 0
  private var isUnobserved = false
  private var lastJudged = 0
  private var warnings: WarningWatch
  private var spasms: SpasmWatch
  private var lastStep: (size: Double, isCoarse: Bool)?

  /// The levels in force; `nil` until rest has been seen.
  private(set) var thresholds: Thresholds?

  init(_ channel: ChannelDescription, _ profile: Profile, rest: CalibratedRest? = nil) {
    calibratedRest = rest
    self.profile = profile
    isMicrovolts = channel.unit == .microvolt
    broadband = Broadband(rate: channel.rate.value)
    muscle = MuscleDetector(profile)
    warnings = WarningWatch()
    spasms = SpasmWatch(profile)
  }

  /// Whether no contraction is open, suspected or about to be.
  var isSettled: Bool { muscle.isQuiet }

  /// Judges by another profile from now on; what is known of rest, noise and health stays.
  mutating func use(_ profile: Profile) {
    self.profile = profile
    muscle.profile = profile
    spasms.use(profile)
    guard let step = lastStep, thresholds != nil else { return }
    renewThresholds(step: step.size, isCoarse: step.isCoarse)
  }

  /// What the muscle does.
  var state: MuscleState { muscle.state }

  /// The cramp that is open.
  var contraction: Contraction? { muscle.contraction }

  /// Whether a cramp is open.
  var isContracted: Bool { muscle.isContracted }

  /// Takes in one hop; changes are appended in the order in which they are to be told.
  mutating func advance(
    _ row: FeatureRow,
    into changes: inout [ChannelChange],
    _ verdict: inout HopVerdict
  ) {
    judge(row, &changes)
    watch(row, &changes)
    note(row, &verdict)
  }

  private mutating func judge(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    countMissing(row, &changes)
    veto = row.isValid ? verdict(row) : nil
    if row.isValid, let change = health.advance(veto?.rawValue) {
      changes.append(.health(change))
      fault = health.reason.map(SignalFault.init(reason:))
    }
    observe(row, &changes)
    guard row.isValid, health.reason == nil else { return }
    lastJudged = row.hop
    lastStep = (row.step, row.isCoarse)
    // A fault must not end an open cramp while its verdict is still being confirmed.
    guard veto == nil || !muscle.isContracted else { return }
    recent.append(row, isVetoed: veto != nil)
    learn(row, isVetoed: veto != nil)
    guard let thresholds else { return }
    if profile.mayBeginContracted { beginContracted(row, &changes) }
    guard let change = muscle.advance(row, &recent, broadband, thresholds) else { return }
    if case .released = change, muscle.isQuiet, !muscle.endedInMovement {
      settle(thresholds)
    }
    changes.append(.muscle(change))
  }

  /// Judges the newest spectrum, of which there is one every half second.
  private mutating func verdict(_ row: FeatureRow) -> Veto? {
    if (row.hop + 1) % (FeatureRow.hopsPerSecond / 2) == 0 {
      broadband.append(row.quality)
      let isRaised = thresholds.map { row.level > $0.on } ?? false
      let size = 3 * FeatureRow.hopsPerSecond
      isNoise =
        isRaised && broadband.isNoise(6, dispersion: recent.dispersion(size), step: row.step)
    }
    return Veto(row, usualHum: usualHum, isNoise: isNoise)
  }

  /// Ends the stream.
  mutating func finish(into changes: inout [ChannelChange]) {
    if missingSamples > 0 { endLoss(at: lastJudged + missingHops, &changes) }
    if !isUnobserved, let change = muscle.finish() { changes.append(.muscle(change)) }
  }

  /// What is told beside the muscle's state, with what was decided about it in this hop.
  private mutating func watch(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    guard let rest = thresholds?.rest else { return }
    let moment = Moment(
      row: row,
      rest: rest,
      isContracted: muscle.isContracted,
      isJudged: row.isValid && health.reason == nil
    )
    // A warning from before the profile was changed is still cleared in its time.
    if profile.warns || warnings.isWarned, let change = warnings.advance(moment) {
      changes.append(.warning(change))
    }
    if profile.tellsSpasms, let spasm = spasms.advance(moment) { changes.append(.spasm(spasm)) }
  }

  private mutating func countMissing(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    if row.missing > 0 {
      missingSamples += row.missing
      missingHops += 1
    } else if missingSamples > 0 {
      endLoss(at: row.hop, &changes)
    }
  }

  private mutating func endLoss(at hop: Int, _ changes: inout [ChannelChange]) {
    changes.append(.lost(samples: missingSamples, first: hop - missingHops, hops: missingHops))
    missingSamples = 0
    missingHops = 0
  }

  /// A fault neither hides nor ends an open cramp: it makes it unobserved.
  private mutating func observe(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    guard muscle.isContracted else {
      isUnobserved = false
      unobservedHops = 0
      return
    }
    if health.reason == nil, row.isValid {
      if isUnobserved { changes.append(.observed) }
      isUnobserved = false
      unobservedHops = 0
      return
    }
    unobservedHops += 1
    let reason = health.reason ?? "samples-lost"
    if !isUnobserved, health.reason != nil || unobservedHops >= SignalHealth.hold {
      isUnobserved = true
      changes.append(.unobserved(reason))
    }
    if Double(unobservedHops) * FeatureRow.hopSeconds >= profile.unobservedLimit,
      let contraction = muscle.contraction
    {
      changes.append(.signalLost(contraction, lastSeen: lastJudged))
      muscle.abandon()
    }
  }

  /// Learns rest, twice a second, while the channel is at rest and can be judged.
  private mutating func learn(_ row: FeatureRow, isVetoed: Bool) {
    let level = recent.steady
    let isQuiet = muscle.isQuiet
    quietHops = isQuiet && level <= (thresholds?.off ?? .infinity) ? quietHops + 1 : 0
    let isRaised = !muscle.isContracted && level > (thresholds?.off ?? .infinity)
    hoveringHops = isRaised ? hoveringHops + 1 : 0
    cleanHops = isVetoed ? 0 : cleanHops + 1
    guard (row.hop + 1) % (FeatureRow.hopsPerSecond / 2) == 0,
      cleanHops >= FeatureRow.hopsPerSecond
    else { return }
    if let known = calibratedRest.take(), known.explains(level) { begin(at: known, row) }
    guard let rest = baseline.level else {
      learn(level, row)
      return
    }
    followDown(level, rest: rest)
    // Behind a raised stretch rest may still be settling; the first ten seconds are all there is.
    let settled = baseline.count < 20 ? 10 : 5 * FeatureRow.hopsPerSecond
    if isQuiet, Double(hoveringHops) * FeatureRow.hopSeconds >= profile.settleAfter {
      baseline.restart(at: recent.steadyMean(from: 5 * FeatureRow.hopsPerSecond, to: 0) ?? level)
      broadband.forgetRest()
      hoveringHops = 0
    }
    guard quietHops >= settled || level < rest else { return }
    learn(level, row)
  }

  private mutating func learn(_ level: Double, _ row: FeatureRow) {
    baseline.learn(level)
    broadband.learnRest()
    usualHum += (row.quality.humRMS - usualHum) / Double(min(baseline.count, 120))
    renewThresholds(step: row.step, isCoarse: row.isCoarse)
  }

  /// Begins with a calibrated rest, so that the first seconds can be judged already.
  private mutating func begin(at rest: CalibratedRest, _ row: FeatureRow) {
    baseline.restart(at: rest.level)
    thresholds = Thresholds(
      rest: rest.level,
      spread: rest.spread,
      step: row.step,
      isMicrovolts: isMicrovolts,
      profile: profile
    )
  }

  /// Three seconds at less than half the resting level: what was taken for rest was none.
  private mutating func followDown(_ level: Double, rest: Double) {
    lowRuns = level < rest / 2 ? lowRuns + 1 : 0
    guard lowRuns >= 6 else { return }
    baseline.restart(at: level)
    lowRuns = 0
  }

  private mutating func renewThresholds(step: Double, isCoarse: Bool) {
    guard let rest = baseline.level else { return }
    thresholds = Thresholds(
      rest: rest,
      spread: baseline.spread,
      step: step,
      isCoarse: isCoarse,
      isMicrovolts: isMicrovolts,
      profile: profile
    )
  }

  /// What is left after a release is the new rest, if it is above the old one's off level.
  private mutating func settle(_ old: Thresholds) {
    let second = recent.window(FeatureRow.hopsPerSecond, old)
    guard second.mean > old.off else { return }
    broadband.forgetRest()
    baseline.restart(at: second.mean)
    thresholds = Thresholds(
      rest: second.mean,
      spread: 0,
      step: 0,
      isMicrovolts: isMicrovolts,
      profile: profile
    )
  }

  private mutating func beginContracted(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    guard let rest = baseline.level, let end = beginning.advance(row, rest: rest) else { return }
    let seconds = Double(end - beginning.first) * FeatureRow.hopSeconds
    guard seconds >= profile.confirmAfter else { return }
    if muscle.isContracted {
      muscle.moveEnd(to: end)
      return
    }
    let window = recent.window(
      FeatureRow.hopsPerSecond,
      Thresholds(
        rest: rest,
        spread: 0,
        step: 0,
        isMicrovolts: false,
        profile: profile
      )
    )
    let levels = Thresholds(
      rest: window.mean,
      spread: 0,
      step: row.step,
      isCoarse: row.isCoarse,
      isMicrovolts: isMicrovolts,
      profile: profile
    )
    baseline.restart(at: window.mean)
    thresholds = levels
    muscle.beginContracted(
      onset: beginning.first,
      plateau: rest,
      thresholds: levels,
      end: end
    )
    changes.append(.muscle(.confirmed(onset: beginning.first, window)))
  }
}
