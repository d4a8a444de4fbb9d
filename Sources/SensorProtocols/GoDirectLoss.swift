import CrampModel

/// Counts the measurements that a Go Direct device has lost.
///
/// Packets carry a counter of eight bits and each as many sets as the device likes; of a missing
/// packet the sets of the one before are assumed. Since no vendor's program reads the counter, it
/// is believed only as far as the clock allows; the clock finds what it does not show.
struct GoDirectLoss: Sendable {
  private let rate: Double
  private var arrivals: ArrivalLoss
  private var last: UInt8?
  private var lastTime = Duration.zero
  private var sets = 1
  private var arrived = 0

  init(rate: Hertz) {
    self.rate = rate.value
    arrivals = ArrivalLoss(rate: rate)
  }

  /// Takes a measurement packet in.
  ///
  /// - Parameters:
  ///   - counter: Its counter.
  ///   - count: How many sets it carries; `nil` if it says that some were dropped.
  ///   - time: When it came.
  /// - Returns: How many sets are newly known to be lost, all of them before its own.
  mutating func lost(before counter: UInt8, carrying count: Int?, at time: Duration) -> Int {
    let unseen = arrivals.lost(at: time)
    var missing = count == nil ? sets : 0
    if let last {
      let counted = Int(counter &- last &- 1) * sets
      let passed = (time - lastTime) / .seconds(1) * rate
      let slack = min(rate / 2, 100) + Double(sets)
      if Double(counted) <= passed + slack { missing += counted }
    }
    last = counter
    lastTime = time
    if let count, count > 0 { sets = count }
    arrivals.note(frames: missing + (count ?? 0), at: time)
    return unseen + missing
  }
}
