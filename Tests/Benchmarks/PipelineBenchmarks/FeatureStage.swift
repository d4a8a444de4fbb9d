import CrampModel
import SignalFeatures

/// The first stage by itself, with its rows in the order in which the detector wants them.
final class FeatureStage {
  private let features: FeatureBank
  private var queues: [RowQueue]

  init(_ stream: StreamDescription) {
    features = FeatureBank(stream.channels)
    queues = Array(repeating: RowQueue(), count: stream.channels.count)
  }

  /// Takes a block in and gives the rows that it completes, hop by hop, with their channels.
  func push(_ block: SampleBlock, _ take: (Int, FeatureRow) -> Void) {
    features.push(block, into: &queues)
    let ready = queues.lazy.map(\.count).min() ?? 0
    for _ in 0..<ready {
      for channel in queues.indices {
        if let row = queues[channel].next() { take(channel, row) }
      }
    }
  }
}
