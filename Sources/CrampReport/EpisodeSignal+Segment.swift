import CrampModel
import SignalFeatures

extension EpisodeSignal.Segment {
  /// Cuts a stretch into columns.
  ///
  /// - Parameters:
  ///   - stretch: The samples.
  ///   - onset: The time that its own are counted from.
  ///   - channel: Their channel.
  ///   - columns: How many, at least one.
  init(
    _ stretch: SampleStretch,
    from onset: Timestamp,
    _ channel: ChannelDescription,
    columns: Int
  ) {
    let length = Double(stretch.samples.count) / channel.rate.value
    begin = stretch.begin.seconds(since: onset)
    end = begin + length
    self.columns = Self.reduced(stretch.samples, columns: columns)
    envelope = Self.envelope(stretch.samples, channel, length: length, columns: columns)
  }

  private static func reduced(_ samples: [Float], columns: Int) -> [(low: Float, high: Float)] {
    (0..<columns).map { column in
      let first = samples.count * column / columns
      // A column of a slow channel may be narrower than a sample.
      let last = max(first + 1, samples.count * (column + 1) / columns)
      var low = Float.nan
      var high = Float.nan
      for sample in samples[first..<min(last, samples.count)] where sample.isFinite {
        low = Float.minimum(low, sample)
        high = Float.maximum(high, sample)
      }
      return (low, high)
    }
  }

  /// The level as the detector measures it: over 250 ms, every 50 ms.
  private static func envelope(
    _ samples: [Float],
    _ channel: ChannelDescription,
    length: Double,
    columns: Int
  ) -> [Double] {
    let bank = FeatureBank([channel])
    var queues = [RowQueue()]
    bank.push(SampleBlock(channels: [samples]), into: &queues)
    var sums = [Double](repeating: 0, count: columns)
    var counts = [Int](repeating: 0, count: columns)
    while let row = queues[0].next() {
      // The filters need a quarter of a second to settle at the edge of a clip.
      guard row.isValid, row.end > 0.25, length > 0 else { continue }
      let middle = row.end - FeatureRow.hopSeconds / 2
      let column = min(columns - 1, Int(middle / length * Double(columns)))
      sums[column] += row.level
      counts[column] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
  }
}
