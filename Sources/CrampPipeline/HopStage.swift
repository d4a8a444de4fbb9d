internal import CrampDetection
internal import CrampModel
internal import SignalFeatures

/// What comes of the rows of all channels, hop by hop.
///
/// It cannot be copied, so that nothing of it is by mistake.
struct HopStage: ~Copyable {
  var detector: CrampDetector
  var chainWatch: ChainWatch
  var toneTeller: ToneTeller?
  var measurement: (channel: Int, phase: CalibrationMeasurement)?
  var reading: Result<CalibrationReading, CalibrationError>?

  /// Advances the detector as far as every channel has come.
  ///
  /// - Parameters:
  ///   - queues: The rows of each channel.
  ///   - events: Where events are appended.
  ///   - observer: Is shown each hop of each channel.
  mutating func advance(
    _ queues: inout [RowQueue],
    into events: inout [CrampEvent],
    observer: ((ChannelTrace) -> Void)?
  ) {
    var ready = Int.max
    for channel in queues.indices { ready = min(ready, queues[channel].count) }
    guard ready > 0, ready < .max else { return }
    for _ in 0..<ready {
      for channel in queues.indices {
        queues[channel].take { row in
          advance(row, channel, &events)
          observer?(detector.trace(of: row, channel: channel))
        }
      }
    }
  }

  private mutating func advance(_ row: FeatureRow, _ channel: Int, _ events: inout [CrampEvent]) {
    detector.advance(row, channel: channel, into: &events)
    let rest = detector.restingLevel(of: channel)
    chainWatch.advance(row, channel: channel, rest: rest, into: &events)
    if toneTeller != nil {
      let hop = detector.toneHop(of: row, channel: channel)
      toneTeller?.advance(hop, channel: channel, into: &events)
    }
    guard measurement?.channel == channel, let outcome = measurement?.phase.advance(row) else {
      return
    }
    reading = outcome
    measurement = nil
  }
}
