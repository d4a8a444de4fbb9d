import CrampModel

/// When writing is tried again while it fails, and what to say when it works again.
struct JournalAttempts {
  /// What keeps events from being written.
  private(set) var trouble: JournalTrouble?
  /// When the next attempt is due.
  private(set) var next = ContinuousClock.now
  /// The pause before it.
  private(set) var pause = Duration.zero
  /// How many have failed.
  private(set) var count = 0
  private var began = ContinuousClock.now
  private var numbered: Int64 = 0
  private var dropped = 0

  /// Notes a failed attempt; returns whether it is the first.
  mutating func fail(
    _ trouble: JournalTrouble,
    limits: JournalLimits,
    numbered: Int64,
    dropped: Int
  ) -> Bool {
    let isFirst = self.trouble == nil
    if isFirst {
      began = .now
      self.numbered = numbered
      self.dropped = dropped
      pause = limits.firstPause
    } else {
      pause = min(pause * 2, limits.longestPause)
    }
    self.trouble = trouble
    count += 1
    next = .now + pause
    return isFirst
  }

  /// Notes that writing works; returns what there was, in words, and how many events it cost.
  mutating func succeed(numbered: Int64, dropped: Int) -> (message: String, lost: Int)? {
    guard let past = trouble?.past else { return nil }
    trouble = nil
    let seconds = (began.duration(to: .now) / .seconds(1) * 10).rounded() / 10
    let lost = dropped - self.dropped
    let waited = numbered - self.numbered
    return ("\(past) for \(seconds) s: \(waited) events waited, \(lost) were lost", lost)
  }
}
