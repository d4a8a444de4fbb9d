/// The newest samples of one channel, in a room that is made once.
struct SampleRing: Sendable {
  private var kept: [Float]
  /// How many samples there have been; the newest has the number before it.
  private(set) var end = 0

  /// A ring that holds `capacity` samples, at least one.
  init(capacity: Int) {
    kept = Array(repeating: .nan, count: max(1, capacity))
  }

  /// The number of the oldest sample that is still there.
  var oldest: Int { max(0, end - kept.count) }

  /// Adds samples.
  mutating func append(_ samples: [Float], in range: Range<Int>) {
    var slot = end % kept.count
    for index in range {
      kept[slot] = samples[index]
      slot = slot + 1 == kept.count ? 0 : slot + 1
    }
    end += range.count
  }

  /// Adds samples that are missing, as NaN; as many as there may ever be.
  mutating func appendMissing(_ count: Int) {
    for offset in 0..<min(count, kept.count) {
      kept[(end + offset) % kept.count] = .nan
    }
    // Where the turn ends, nothing else is left: every slot is NaN.
    end += count
  }

  /// Copies samples; those that are gone or have not come are left out.
  func samples(_ range: Range<Int>) -> [Float] {
    let present = range.clamped(to: oldest..<end)
    return present.map { kept[$0 % kept.count] }
  }
}
