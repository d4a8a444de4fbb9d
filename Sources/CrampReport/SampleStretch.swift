public import CrampModel

/// Samples of one channel without a break, as a clip or a recording has them.
public struct SampleStretch: Sendable {
  /// The time of the first sample.
  public let begin: Timestamp
  /// The samples, NaN where one is missing.
  public var samples: [Float]

  /// Takes samples.
  public init(begin: Timestamp, samples: [Float]) {
    self.begin = begin
    self.samples = samples
  }

  /// Stretches by time, where what two of them hold is in the first alone, and what follows without
  /// a break is one.
  ///
  /// - Parameters:
  ///   - stretches: In any order.
  ///   - rate: Samples per second; positive.
  /// - Returns: The stretches without overlap.
  static func joined(_ stretches: [Self], rate: Double) -> [Self] {
    var joined: [Self] = []
    for stretch in stretches.sorted(by: { $0.begin < $1.begin }) where !stretch.samples.isEmpty {
      guard let last = joined.last else {
        joined.append(stretch)
        continue
      }
      let end = last.begin.advanced(bySeconds: Double(last.samples.count) / rate)
      let known = (end.seconds(since: stretch.begin) * rate).rounded()
      // Two samples are no break: clips begin at whole samples of the slowest channel.
      guard known > -2 else {
        joined.append(stretch)
        continue
      }
      let new = stretch.samples.dropFirst(Int(max(0, min(known, Double(stretch.samples.count)))))
      joined[joined.count - 1].samples += new
    }
    return joined
  }
}
