internal import CrampModel

/// Watches for spasms: brief, strong, abrupt bursts that stand alone.
///
///             2 × rest           back for 0.2 s        a minute without another like it
///     quiet ───────────▶ burst ────────────────▶ kept ─────────────────────────▶ told
///       ▲                  │ long, weak, slow,     │ another within 3 s, or one like it,
///       └──────────────────┘ not alone             ▼ motion, a cramp, a fault
///       └───────────────────────────────────────── ┘
///
/// One channel cannot tell a spasm from a brief voluntary contraction; what it can tell are
/// movements that come in series, last, build up, or move the cable.
struct SpasmWatch: Sendable {
  private var longest: Int
  private var slow = SlowPower()
  private var slowBefore = 0.0
  private var series = BurstSeries()
  private var burst: Burst?
  private var kept: Burst?

  /// A watch; nothing is a spasm that lasts as long as a cramp of the profile.
  init(_ profile: Profile) {
    longest = Self.hops(profile)
  }

  /// Goes by another profile from now on.
  mutating func use(_ profile: Profile) {
    longest = Self.hops(profile)
  }

  private static func hops(_ profile: Profile) -> Int {
    Int(min(longest, profile.confirmAfter) * Double(FeatureRow.hopsPerSecond))
  }

  /// Takes in a hop; returns a spasm that is certain by now.
  mutating func advance(_ moment: Moment) -> Spasm? {
    guard moment.isJudged, !moment.isContracted, moment.rest > 0 else {
      burst = nil
      kept = nil
      series.interrupt(at: moment.hop)
      return nil
    }
    if slow.advance(moment) { observe(moment.hop) }
    if burst == nil {
      if Burst.begins(moment) { burst = Burst(moment, slow: slowBefore) }
    } else {
      burst?.advance(moment)
      if let burst, burst.isOver { finish(burst) }
    }
    return told(moment.hop)
  }

  private mutating func observe(_ hop: Int) {
    burst?.observe(slow: slow.now)
    // The spectrum reaches a second back.
    if let end = kept?.end, hop - end <= FeatureRow.hopsPerSecond { kept?.observe(slow: slow.now) }
    // Slowly, so that what comes with a burst is not taken for what was before it.
    if burst == nil { slowBefore += (slow.now - slowBefore) / 8 }
  }

  private mutating func finish(_ burst: Burst) {
    self.burst = nil
    guard burst.isDense else { return }
    let isAlone = series.isAlone(burst)
    series.append(burst)
    if let other = kept,
      burst.onset - other.end < Self.soon || BurstSeries.isAlike(burst.ratio, other.ratio)
    {
      kept = nil
    }
    if isAlone, isSpasm(burst) { kept = burst }
  }

  private func isSpasm(_ burst: Burst) -> Bool {
    burst.length >= Self.shortest && burst.length <= longest && burst.ratio >= Self.strength
      && (burst.rise ?? .max) <= Self.abrupt
  }

  private mutating func told(_ hop: Int) -> Spasm? {
    // Mostly there is none, and what is not there is not copied.
    guard kept != nil, let burst = kept, hop - burst.end >= Self.wait else { return nil }
    kept = nil
    guard !burst.hasMotion else { return nil }
    let isSharp = (burst.rise ?? .max) < Self.abrupt
    return Spasm(
      onset: burst.onset,
      hops: burst.length,
      ratio: burst.ratio,
      confidence: isSharp ? Self.sharp : Self.blunt
    )
  }

  /// Seconds; our assumption.
  ///
  /// With 8 s, twice as many brief voluntary holds were told on simulated nights.
  private static let longest = 3.0
  private static let shortest = 6
  /// Over rest: twice the on level of a cramp, about.
  private static let strength = 4.0
  /// Hops within which it must have risen; with the windows of 100 ms that is 0.25 s.
  private static let abrupt = 2
  private static let soon = 3 * FeatureRow.hopsPerSecond
  /// Long enough for the next periodic leg movement: most intervals are below 60 s.
  private static let wait = 60 * FeatureRow.hopsPerSecond
  /// Shares of those so told that were spasms, on simulated nights.
  private static let sharp = 0.6
  private static let blunt = 0.3
}
