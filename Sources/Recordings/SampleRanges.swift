public import CrampModel

/// The ranges that the samples of a stream cover.
public struct SampleRanges: Sendable {
  private let described: StreamDescription
  private var ranges: [(low: Float, high: Float)]

  /// No samples yet.
  public init(_ stream: StreamDescription) {
    described = stream
    ranges = stream.channels.map { _ in (low: .infinity, high: -.infinity) }
  }

  /// Takes samples in.
  public mutating func add(_ block: SampleBlock) {
    for (index, samples) in block.channels.enumerated() where index < ranges.count {
      for sample in samples where sample.isFinite {
        ranges[index].low = min(ranges[index].low, sample)
        ranges[index].high = max(ranges[index].high, sample)
      }
    }
  }

  /// The stream with the ranges as rails, for the channels that have no rails of their own.
  public var stream: StreamDescription {
    var stream = described
    for (index, range) in ranges.enumerated() where range.low <= range.high {
      let channel = stream.channels[index]
      if channel.railLow == nil || channel.railHigh == nil {
        stream.channels[index].railLow = range.low
        stream.channels[index].railHigh = range.high
      }
    }
    return stream
  }
}
