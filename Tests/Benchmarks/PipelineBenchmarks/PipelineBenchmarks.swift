import Benchmark
import BenchmarkSignal
import CrampDetection
import CrampModel
import CrampPipeline

/// One benchmark: a signal cut into blocks.
private struct Shape {
  let channels: Int
  let rate: Int
  /// Samples of each channel in a block.
  let block: Int

  /// About half a million channel-samples, at least two seconds, as blocks.
  var blocks: [SampleBlock] {
    let seconds = max(2, 500_000 / (channels * rate))
    var signal = BenchmarkSignal(channels: channels, rate: rate)
    let empty = SampleBlock(channelCount: channels)
    var blocks = Array(repeating: empty, count: seconds * rate / block)
    for index in blocks.indices { signal.read(into: &blocks[index], count: block) }
    return blocks
  }

  var stream: StreamDescription { BenchmarkSignal.stream(channels: channels, rate: rate) }

  var name: String { "\(channels) ch, \(rate) Hz, \(block) a block" }

  static func tenMilliseconds(_ channels: Int, _ rate: Int) -> Self {
    Self(channels: channels, rate: rate, block: max(1, rate / 100))
  }
}

private let shapes: [Shape] =
  [1, 8, 64, 256].map { .tenMilliseconds($0, 1_000) }
  + [125, 2_000, 44_100].map { .tenMilliseconds(8, $0) }
  + [Shape(channels: 8, rate: 1_000, block: 1_000)]

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuUser, .wallClock, .throughput, .peakMemoryResident],
    warmupIterations: 1,
    maxDuration: .seconds(2),
    maxIterations: 50
  )
  for shape in shapes {
    measureFeatures(shape)
    measureDetector(shape)
    measurePipeline(shape)
  }
}

/// Samples in, rows out, for all channels.
private func measureFeatures(_ shape: Shape) {
  Benchmark("features: \(shape.name)") { benchmark in
    let blocks = shape.blocks
    let stage = FeatureStage(shape.stream)
    benchmark.startMeasurement()
    for block in blocks { stage.push(block) { blackHole($1) } }
    benchmark.stopMeasurement()
  }
}

/// Rows in, events out, for all channels.
private func measureDetector(_ shape: Shape) {
  Benchmark("detector: \(shape.name)") { benchmark in
    let stage = FeatureStage(shape.stream)
    var rows: [(channel: Int, row: FeatureRow)] = []
    for block in shape.blocks { stage.push(block) { rows.append(($0, $1)) } }
    var detector = CrampDetector(stream: shape.stream, profile: .night)
    var events: [CrampEvent] = []
    benchmark.startMeasurement()
    for (channel, row) in rows { detector.advance(row, channel: channel, into: &events) }
    benchmark.stopMeasurement()
    blackHole(events)
  }
}

/// Samples in, events out.
private func measurePipeline(_ shape: Shape) {
  Benchmark("pipeline: \(shape.name)") { benchmark in
    let blocks = shape.blocks
    let pipeline = CrampPipeline(stream: shape.stream, profile: .night)
    benchmark.startMeasurement()
    for block in blocks { blackHole(pipeline.push(block)) }
    benchmark.stopMeasurement()
  }
}
