/// Consecutive samples of every channel of one stream.
///
/// All channels of a block cover the same span of time; channels of different rates carry
/// different numbers of samples. A sample that is missing is NaN. Reuse one block as the buffer
/// of a loop: ``removeAll()`` keeps its storage.
public struct SampleBlock: Hashable, Sendable {
  /// Time that is missing between the previous block and this one, in seconds; 0 if none.
  public var gap: Double
  /// The samples, `channels[c][i]`, in the unit of the channel's description.
  public var channels: [[Float]]

  /// An empty block with room for `channelCount` channels.
  public init(channelCount: Int) {
    gap = 0
    channels = Array(repeating: [], count: channelCount)
  }

  /// A block of given samples.
  public init(gap: Double = 0, channels: [[Float]]) {
    self.gap = gap
    self.channels = channels
  }

  /// Whether the block carries neither samples nor a gap.
  public var isEmpty: Bool {
    gap == 0 && channels.allSatisfy(\.isEmpty)
  }

  /// Removes all samples and the gap, keeping the storage.
  public mutating func removeAll() {
    gap = 0
    for index in channels.indices {
      channels[index].removeAll(keepingCapacity: true)
    }
  }
}
