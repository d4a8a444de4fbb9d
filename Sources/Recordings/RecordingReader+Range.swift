public import CrampModel

extension RecordingReader {
  /// The stream with rails for the channels that have none: the range that their samples cover.
  ///
  /// For writers that need a range before the first sample. Reads what is left of the recording,
  /// in a copy; this reader stays where it is.
  ///
  /// - Throws: ``RecordingError`` if the file is damaged or the device fails.
  public func streamWithRanges() throws(RecordingError) -> StreamDescription {
    var described = stream
    guard stream.channels.contains(where: { $0.railLow == nil || $0.railHigh == nil }) else {
      return stream
    }
    var ranges = stream.channels.map { _ in (low: Float.infinity, high: -Float.infinity) }
    var copy = self
    var block = SampleBlock(channelCount: ranges.count)
    while try copy.read(into: &block, seconds: 10) {
      for (index, samples) in block.channels.enumerated() {
        for sample in samples where sample.isFinite {
          ranges[index].low = min(ranges[index].low, sample)
          ranges[index].high = max(ranges[index].high, sample)
        }
      }
    }
    for (index, range) in ranges.enumerated() where range.low <= range.high {
      let channel = described.channels[index]
      if channel.railLow == nil || channel.railHigh == nil {
        described.channels[index].railLow = range.low
        described.channels[index].railHigh = range.high
      }
    }
    return described
  }
}
