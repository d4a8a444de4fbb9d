import BenchmarkSignal
import CrampDetection
import CrampModel
import CrampPipeline

/// Counts what the pipeline allocates on one signal cut into blocks of one length.
struct CountedRun {
  /// What was seen in one stretch.
  struct Tally {
    var blocks = 0
    var allocations = 0
    var blocksWithEvents = 0
    var allocationsWithEvents = 0
    /// The first blocks that allocated although they had no events, as ``BlockNumbers`` has them.
    var places: [Int] = []
  }

  let channels: Int
  let rate: Int
  /// In milliseconds.
  let block: Int
  let modality: Modality
  let numbers: BlockNumbers

  /// Plays the signal, and prints a line of JSON for each stretch.
  func run() {
    // The fourth and fifth minute of the signal, the second with its long cramp.
    var signal = BenchmarkSignal(channels: channels, rate: rate, start: 180)
    var stream = signal.stream
    for channel in stream.channels.indices { stream.channels[channel].modality = modality }
    let pipeline = CrampPipeline(stream: stream, profile: .night)
    var next = SampleBlock(channelCount: channels)
    let count = rate * block / 1_000
    for _ in 0..<10_000 / block {
      signal.read(into: &next, count: count)
      _ = pipeline.push(next)
    }
    for stretch in Stretch.allCases {
      var tally = Tally()
      for number in 0..<stretch.seconds.count * 1_000 / block {
        signal.read(into: &next, count: count)
        stretch.spoil(&next, number: number)
        add(next, to: pipeline, &tally)
      }
      print(line(of: stretch, tally))
    }
  }

  private func add(_ block: SampleBlock, to pipeline: CrampPipeline, _ tally: inout Tally) {
    var events = 0
    let number = numbers.next()
    let allocations = AllocationCounter.count { events = pipeline.push(block).count }
    tally.blocks += 1
    if events == 0 {
      tally.allocations += allocations
      if allocations > 0, tally.places.count < 8 { tally.places.append(number) }
    } else {
      tally.blocksWithEvents += 1
      tally.allocationsWithEvents += allocations
    }
  }

  private func line(of stretch: Stretch, _ tally: Tally) -> String {
    """
    {"stretch": "\(stretch.rawValue)", "modality": "\(modality)", "channels": \(channels), \
    "rate": \(rate), "block_ms": \(block), "blocks": \(tally.blocks), \
    "allocations": \(tally.allocations), "blocks_with_events": \(tally.blocksWithEvents), \
    "allocations_with_events": \(tally.allocationsWithEvents), "places": \(tally.places)}
    """
  }
}
