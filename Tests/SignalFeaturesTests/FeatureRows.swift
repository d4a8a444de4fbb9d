import CrampModel
import SignalFeatures

/// The rows of whole signals.
enum FeatureRows {
  /// All rows of each channel.
  ///
  /// - Parameters:
  ///   - samples: Those of each channel.
  ///   - channels: What they are; all of the same rate.
  ///   - seed: Blocks are cut by chance; `nil` for one block.
  /// - Returns: Rows by channel.
  static func of(
    _ samples: [[Float]],
    _ channels: [ChannelDescription],
    cut seed: UInt64? = nil
  ) -> [[FeatureRow]] {
    let bank = FeatureBank(channels)
    var queues = channels.map { _ in RowQueue() }
    var generator = SplitMix64(seed: seed ?? 0)
    let count = samples.map(\.count).max() ?? 0
    var first = 0
    while first < count {
      let size = seed == nil ? count : Int.random(in: 1...700, using: &generator)
      let end = min(count, first + size)
      bank.push(SampleBlock(channels: samples.map { Array($0[first..<end]) }), into: &queues)
      first = end
    }
    return queues.indices.map { index in
      var rows: [FeatureRow] = []
      while let row = queues[index].next() { rows.append(row) }
      return rows
    }
  }
}
