internal import CrampModel

/// Judges one pressure or force channel, a hop at a time: health and muscle side by side, joined
/// only here.
///
/// Levels are signed means. A cramp is a rise out of rest that is held for the profile's time; rest
/// is a low centile of the last minutes, frozen while the level is raised. A rise that began within
/// a movement is doubtful, because that is how a sleeper rolls onto the sensor: it becomes a cramp
/// only if it trembles as muscles do or lets go while nothing moves, and otherwise the new rest
/// after ``PressureProfile/postureAfter``, dismissed if it had been suspected. A confirmed level
/// that stays constant for ``PressureProfile/constantFor`` is a posture or a strap that has slipped:
/// it is released at the hop at which that is known, as a gradual one, and rest is learned anew.
struct PressureDetector: Sendable {
  private let channel: ChannelDescription
  private let squeeze: Double?
  private var profile: PressureProfile
  private var muscle: PressureMuscle
  private var verdicts: PressureHealth
  private var health = SignalHealth()
  private var observation: Observation
  private var rest: PressureRest
  private var history = PressureHistory()
  private var span: SessionSpan
  private var calmHops = 0
  private var restlessHops = 0
  private var lowHops = 0
  private var sinceLearned = 0
  private var lastJudged = 0

  /// The levels in force; `nil` until rest has been seen.
  private(set) var thresholds: Thresholds?

  /// Prepares for a channel.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - profile: The situation.
  ///   - squeeze: What a calibrated squeeze adds to rest, in the channel's unit, if it is known.
  init(_ channel: ChannelDescription, _ profile: PressureProfile, squeeze: Double? = nil) {
    self.channel = channel
    self.squeeze = squeeze
    self.profile = profile
    muscle = PressureMuscle(profile)
    verdicts = PressureHealth(channel, profile)
    observation = Observation(limit: profile.unobservedLimit)
    rest = PressureRest(profile)
    span = SessionSpan(squeeze: squeeze)
  }

  /// The cramp that is open.
  var openContraction: Contraction? { muscle.state.contraction }

  /// Whether no rise is open, suspected or about to be.
  var isSettled: Bool { muscle.state == .quiet }

  /// Judges by another profile from now on.
  ///
  /// How long rest is remembered is the profile's, so that rest is learned anew; health stays.
  mutating func use(_ profile: PressureProfile) {
    guard profile != self.profile else { return }
    var next = Self(channel, profile, squeeze: squeeze)
    next.health = health
    next.observation = observation
    next.observation.limit = profile.unobservedLimit
    next.lastJudged = lastJudged
    self = next
  }

  /// Takes in one hop; changes are appended in the order in which they are to be told.
  mutating func advance(
    _ row: FeatureRow,
    into changes: inout [ChannelChange],
    _ verdict: inout HopVerdict
  ) {
    judge(row, &changes)
    note(row, &verdict)
  }

  private mutating func judge(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    observation.count(row, &changes)
    let verdict = row.isValid ? verdicts.verdict(row, thresholds) : nil
    if row.isValid, let change = health.advance(verdict) {
      changes.append(.health(change))
      if change == .good { returned(row) }
    }
    let isLost = observation.advance(
      openContraction,
      health.reason,
      isValid: row.isValid,
      lastJudged: lastJudged,
      &changes
    )
    if isLost { muscle.abandon() }
    guard row.isValid, health.reason == nil, verdict == nil else { return }
    lastJudged = row.hop
    history.append(row)
    if let thresholds {
      let change = muscle.advance(row, &history, thresholds, tremor: rest.tremor)
      if let change { changes.append(.muscle(change)) }
      settle(change, row)
    }
    learn(row)
  }

  /// Ends the stream.
  mutating func finish(into changes: inout [ChannelChange]) {
    observation.endLoss(at: lastJudged + observation.missing, &changes)
    if !observation.isUnobserved, let change = muscle.finish() { changes.append(.muscle(change)) }
  }

  private mutating func note(_ row: FeatureRow, _ verdict: inout HopVerdict) {
    verdict.thresholds = thresholds
    verdict.restingLevel = thresholds?.rest
    verdict.levelsInForce = thresholds.map { .init(rest: $0.rest, on: $0.on, off: $0.off) }
    verdict.isJudged = row.isValid
    verdict.isObserved = row.isValid && health.reason == nil
    verdict.isContracted = muscle.state.contraction != nil
    verdict.phase = verdict.isContracted ? .cramping : .quiet
  }

  /// A strap that was put on again has a tension of its own.
  private mutating func returned(_ row: FeatureRow) {
    guard let thresholds, openContraction == nil else { return }
    guard abs(row.level - thresholds.rest) > thresholds.swing else { return }
    restart(at: row.level, row)
  }

  /// What is left after a release, or a posture, is the new rest.
  private mutating func settle(_ change: MuscleChange?, _ row: FeatureRow) {
    if let rest = muscle.newRest { restart(at: rest, row) }
    guard case .released = change, let old = thresholds else { return }
    let level = history.mean(FeatureRow.hopsPerSecond)
    if level > old.off { restart(at: level, row) }
  }

  private mutating func restart(at level: Double, _ row: FeatureRow) {
    rest.restart(at: level)
    calmHops = 0
    renewThresholds(row)
  }

  /// Learns rest from half a second in which nothing moved.
  private mutating func learn(_ row: FeatureRow) {
    guard let level = rest.level, let thresholds else {
      // Whatever comes first is rest; there is nothing else to go by.
      learnHalfSecond(row)
      return
    }
    let swing = thresholds.swing
    span.advance(row.level - level, swing: swing)
    guard muscle.state == .quiet else {
      calmHops = 0
      return
    }
    if row.level < level - swing {
      lowHops += 1
    } else {
      lowHops = 0
    }
    if lowHops >= 8 * FeatureRow.hopsPerSecond {
      lowHops = 0
      restart(at: history.mean(5 * FeatureRow.hopsPerSecond), row)
    }
    let extent = history.extent(0..<2 * FeatureRow.hopsPerSecond)
    let width = extent.map { $0.upperBound - $0.lowerBound } ?? 0
    let isCalm = width <= max(6 * rest.spread, 2 * swing)
    restlessHops = isCalm ? 0 : restlessHops + 1
    // Unrest that does not end is what rest is like now.
    guard isCalm || restlessHops > 60 * FeatureRow.hopsPerSecond else {
      calmHops = 0
      return
    }
    calmHops += 1
    if calmHops > FeatureRow.hopsPerSecond { learnHalfSecond(row) }
  }

  private mutating func learnHalfSecond(_ row: FeatureRow) {
    sinceLearned += 1
    guard sinceLearned >= FeatureRow.hopsPerSecond / 2 else { return }
    sinceLearned = 0
    rest.learn(
      history.mean(FeatureRow.hopsPerSecond / 2),
      mean: history.mean(10 * FeatureRow.hopsPerSecond),
      tremor: history.tremor()
    )
    renewThresholds(row)
  }

  private mutating func renewThresholds(_ row: FeatureRow) {
    guard let level = rest.level else { return }
    verdicts.learn(rest: level)
    let ripple = profile.onSpreads * rest.spread + profile.onWander * rest.wander
    let size = max(profile.onSpan * span.value, profile.onTension * verdicts.strap)
    let step = max(profile.onSteps * row.step, .leastNormalMagnitude)
    let swing = max(ripple, size, step)
    let unknown = max(0, 1 - Double(rest.count) / (2 * profile.restFull))
    thresholds = Thresholds(
      rest: level,
      swing: swing * (1 + 0.5 * unknown),
      offShare: profile.offShare
    )
  }
}
