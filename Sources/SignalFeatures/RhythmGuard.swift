/// Tells potentials at random times from those that come at the interval of a heart or a pacemaker.
///
/// Intervals of a heart at rest vary by some percent from beat to beat, those between fasciculations
/// as if drawn by lot: three in a row that are alike are one in a hundred of the latter.
struct RhythmGuard: Sendable {
  private var last: Double?
  private var interval = 0.0
  private var alike = 0

  /// Forgets the past.
  mutating func reset() {
    self = Self()
  }

  /// Takes in the time of a potential, in seconds; returns whether it is free of a rhythm.
  mutating func advance(seconds: Double) -> Bool {
    defer { last = seconds }
    guard let last else { return true }
    let next = seconds - last
    let isAlike = Self.beats.contains(next) && abs(next - interval) <= Self.wander * interval
    interval = next
    alike = isAlike ? alike + 1 : 0
    return alike < 2
  }

  /// Seconds between the beats of a heart: 24...150 a minute.
  private static let beats = 0.4...2.5
  /// Part by which the interval may change from beat to beat; our assumption.
  private static let wander = 0.12
}
