import BenchmarkSignal
import CrampDetection
import CrampModel
import CrampPipeline
import Recordings

/// A fixed piece of work whose instructions are counted, and nothing around it.
enum Workload: String, CaseIterable {
  /// One channel at 1 kHz in blocks of 10 ms, 60 s.
  case one = "pipeline-1"
  /// Eight channels at 1 kHz in blocks of 10 ms, 30 s.
  case eight = "pipeline-8"
  /// Sixty-four channels at 2 kHz in blocks of 10 ms, 5 s.
  case many = "pipeline-64"
  /// An EDF file of eight channels at 1 kHz, 30 s, read in blocks of a second.
  case edf = "read-edf"

  /// Prepares it, and does it.
  func run(scratch: String) throws {
    switch self {
    case .one: try push(channels: 1, rate: 1_000, length: 60)
    case .eight: try push(channels: 8, rate: 1_000, length: 30)
    case .many: try push(channels: 64, rate: 2_000, length: 5)
    case .edf:
      let path = scratch + "/instructions.edf"
      try InputMaker(channels: 8, rate: 1_000, length: 30, seed: 1).make(raw: nil, edf: path)
      var samples = 0
      try CountedWork { samples = try read(path) }.perform()
      print("\(rawValue): \(samples) samples")
    }
  }

  private func push(channels: Int, rate: Int, length: Int) throws {
    var signal = BenchmarkSignal(channels: channels, rate: rate)
    let empty = SampleBlock(channelCount: channels)
    var blocks = Array(repeating: empty, count: 100 * length)
    for index in blocks.indices { signal.read(into: &blocks[index], count: rate / 100) }
    let pipeline = CrampPipeline(stream: signal.stream, profile: .night)
    var events = 0
    try CountedWork {
      for block in blocks { events += pipeline.push(block).count }
    }.perform()
    print("\(rawValue): \(events) events")
  }

  private func read(_ path: String) throws -> Int {
    var reader = try RecordingReader(path: path)
    var block = SampleBlock(channelCount: 8)
    var samples = 0
    while try reader.read(into: &block, seconds: 1) {
      samples += block.channels.reduce(0) { $0 + $1.count }
    }
    return samples
  }
}
