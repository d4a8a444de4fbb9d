import BenchmarkSignal
import CrampDetection
import CrampModel
import CrampPipeline

/// What the pipeline costs on a file of raw samples.
struct Measurement {
  /// Samples that are laid out in blocks before the clock runs, of all channels together: a
  /// quarter of a mebibyte, and the clock is read seldom.
  private static let stretch = 65_536

  let path: String
  let stream: StreamDescription
  /// Samples of each channel in a block.
  let block: Int

  private(set) var seconds = 0.0
  private(set) var samples = 0
  private(set) var events = 0
  /// CPU time of each block, in microseconds, from short to long.
  private(set) var blocks: [Double] = []

  /// Prepares for a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - channels: How many it has.
  ///   - rate: Samples a second.
  ///   - block: Samples of each channel in a block; 0 for a second, as `crampctl detect` reads.
  init(path: String, channels: Int, rate: Int, block: Int) {
    self.path = path
    stream = BenchmarkSignal.stream(channels: channels, rate: rate)
    self.block = block > 0 ? block : rate
  }

  /// One pass, of which only the pipeline's part is timed.
  mutating func measureThroughput() throws(BenchError) {
    var source = try RawSamples(path: path, channels: stream.channels.count)
    let pipeline = CrampPipeline(stream: stream, profile: .night)
    let count = max(1, Self.stretch / (block * stream.channels.count))
    let empty = SampleBlock(channelCount: stream.channels.count)
    var prepared = Array(repeating: empty, count: count)
    repeat {
      for index in prepared.indices { try source.read(into: &prepared[index], count: block) }
      let begin = ProcessUse.seconds
      for block in prepared { events += pipeline.push(block).count }
      seconds += ProcessUse.seconds - begin
      samples += prepared.reduce(0) { $0 + $1.channels.reduce(0) { $0 + $1.count } }
    } while prepared.last?.isEmpty == false
    let begin = ProcessUse.seconds
    events += pipeline.finish(.endOfRecording).count
    seconds += ProcessUse.seconds - begin
  }

  /// Another pass, of which each block is timed by itself, up to `limit` blocks.
  mutating func measureBlocks(limit: Int) throws(BenchError) {
    var source = try RawSamples(path: path, channels: stream.channels.count)
    let pipeline = CrampPipeline(stream: stream, profile: .night)
    var next = SampleBlock(channelCount: stream.channels.count)
    blocks.reserveCapacity(limit)
    while blocks.count < limit {
      try source.read(into: &next, count: block)
      guard !next.isEmpty else { break }
      let begin = ProcessUse.seconds
      _ = pipeline.push(next)
      blocks.append((ProcessUse.seconds - begin) * 1e6)
    }
    blocks.sort()
  }

  /// The block below which a share of them is.
  private func quantile(_ share: Double) -> Double {
    guard !blocks.isEmpty else { return 0 }
    return blocks[min(blocks.count - 1, Int(share * Double(blocks.count)))]
  }

  /// One object of JSON.
  func json(memory: Int) -> String {
    """
    {"cpu_seconds": \(seconds), "samples": \(samples), "events": \(events), \
    "block_p50_us": \(quantile(0.5)), "block_p99_us": \(quantile(0.99)), \
    "block_max_us": \(blocks.last ?? 0), "peak_rss_kib": \(memory)}
    """
  }
}
