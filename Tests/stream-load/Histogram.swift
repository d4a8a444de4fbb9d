/// Counts of times in buckets that are at most 1/32 wide of what they hold.
struct Histogram {
  private static let fine = 32
  private var buckets = [Int](repeating: 0, count: 64 * fine)
  private(set) var count = 0
  private(set) var largest: Int64 = 0

  /// Adds a time in microseconds; one below zero counts as zero.
  mutating func add(_ microseconds: Int64) {
    let value = max(0, microseconds)
    buckets[Self.bucket(value)] += 1
    count += 1
    largest = max(largest, value)
  }

  /// The time that this part of all is not above, in milliseconds.
  func milliseconds(at part: Double) -> Double {
    var left = Int((Double(count) * part).rounded(.up))
    for (bucket, held) in buckets.enumerated() where held > 0 {
      left -= held
      if left <= 0 { return Double(min(Self.upperEnd(bucket), largest)) / 1_000 }
    }
    return 0
  }

  /// `p50 0.412 ms, p99 1.9 ms, max 3.1 ms, of 1000`.
  var text: String {
    let parts = [("p50", 0.5), ("p99", 0.99)].map { name, part in
      "\(name) \(Self.text(milliseconds(at: part))) ms"
    }
    let most = Self.text(Double(largest) / 1_000)
    return (parts + ["max \(most) ms", "of \(count)"]).joined(separator: ", ")
  }

  private static func text(_ milliseconds: Double) -> String {
    String(describing: (milliseconds * 1_000).rounded() / 1_000)
  }

  private static func bucket(_ value: Int64) -> Int {
    guard value >= fine else { return Int(value) }
    let octave = 63 - value.leadingZeroBitCount - 5
    return (octave + 1) * fine + Int(value >> octave) - fine
  }

  private static func upperEnd(_ bucket: Int) -> Int64 {
    guard bucket >= fine else { return Int64(bucket) }
    let octave = bucket / fine - 1
    return Int64(bucket % fine + fine + 1) << octave - 1
  }
}
