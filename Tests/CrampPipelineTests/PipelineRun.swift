import CrampDetection
import CrampModel
import CrampPipeline
import Foundation
import Recordings
import SignalSimulation

/// What a pipeline made of a whole recording or simulation.
struct PipelineRun {
  let events: [CrampEvent]
  let start: Timestamp

  init(simulation scenario: String, profile: Profile = .night, cut: Cut = .even(1)) throws {
    var simulation = Simulation(scenario: try Scenario(specification: scenario))
    start = simulation.stream.start
    let pipeline = CrampPipeline(stream: simulation.stream, profile: profile)
    var events: [CrampEvent] = []
    var block = SampleBlock(channelCount: simulation.stream.channels.count)
    var cut = cut
    while simulation.read(into: &block, seconds: cut.next()) {
      events += pipeline.push(block)
    }
    self.events = events + pipeline.finish(.endOfRecording)
  }

  init(file: String, options: ReadingOptions = ReadingOptions(), profile: Profile) throws {
    var reader = try RecordingReader(path: file, options: options)
    start = reader.stream.start
    let pipeline = CrampPipeline(stream: reader.stream, profile: profile)
    var events: [CrampEvent] = []
    var block = SampleBlock(channelCount: reader.stream.channels.count)
    while try reader.read(into: &block, seconds: 1) {
      events += pipeline.push(block)
    }
    self.events = events + pipeline.finish(.endOfRecording)
  }

  /// Lines of JSON, as `detect` writes them.
  var lines: [String] { events.map { $0.json() } }

  /// Onset and release of each cramp on each channel, in seconds; no release is `nil`.
  var cramps: [(onset: Double, release: Double?, channel: String)] {
    events.filter { $0.type == .crampOnset }.map { onset in
      let release = events.first {
        $0.type == .crampRelease && $0.episode == onset.episode && $0.channel == onset.channel
          && $0.time >= onset.time
      }
      return (
        onset.time.seconds(since: start), release?.time.seconds(since: start),
        onset.channel ?? ""
      )
    }
  }

  func count(_ type: EventType) -> Int { events.count { $0.type == type } }
}

/// How samples are cut into blocks.
enum Cut {
  case even(Double)
  case random(SplitMix64)

  mutating func next() -> Double {
    switch self {
    case .even(let seconds): return seconds
    case .random(var generator):
      let seconds = 0.001 + generator.uniform() * generator.uniform() * 3
      self = .random(generator)
      return seconds
    }
  }
}
