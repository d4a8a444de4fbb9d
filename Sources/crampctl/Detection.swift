import CrampDetection
import CrampModel
import CrampPipeline
import Recordings

/// What the detector finds in one recording that was read to its end.
struct Detection {
  /// The file as it was named.
  let path: String
  /// What the recording holds.
  let stream: StreamDescription
  /// The profile's name.
  let profile: String
  /// What happened, `seq` from 1.
  let events: [CrampEvent]
  /// Length in seconds, gaps included.
  let duration: Double
  /// Seconds without samples.
  let missing: Double

  /// Reads a recording and runs the detector over it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: What a person says about it.
  ///   - profile: The detector's constants.
  /// - Throws: ``RecordingError`` if the file cannot be read to its end.
  init(path: String, options: ReadingOptions, profile: Profile) throws(RecordingError) {
    var reader = try RecordingReader(path: path, options: options)
    let pipeline = CrampPipeline(stream: reader.stream, profile: profile)
    var progress = Progress(name: path, total: reader.duration)
    defer { progress.clear() }
    var block = SampleBlock(channelCount: reader.stream.channels.count)
    var events: [CrampEvent] = []
    var length = StreamLength(reader.stream)
    while try reader.read(into: &block, seconds: 1) {
      length.add(block)
      events += pipeline.push(block)
      progress.advance(to: length.total)
    }
    events += pipeline.finish(.endOfRecording)
    for index in events.indices {
      events[index].seq = Int64(index + 1)
    }
    self.path = path
    stream = reader.stream
    self.profile = profile.name
    self.events = events
    duration = length.total
    missing = length.gaps
    progress.clear()
    for warning in reader.warnings {
      Diagnostics.warn(warning.description)
    }
  }

  /// What happened as spans; what has not ended lasts to the end of the recording.
  var labels: [Label] {
    DetectedEvents.labels(of: events, start: stream.start).map { label in
      var label = label
      if label.duration == nil {
        label.duration = max(0, (1e6 * (duration - label.onset)).rounded() / 1e6)
      }
      return label
    }
  }
}

/// How long a stream has lasted so far.
struct StreamLength {
  /// Seconds without samples between blocks.
  private(set) var gaps = 0.0
  private let rate: Double
  private let channel: Int
  private var count = 0

  init(_ stream: StreamDescription) {
    let rates = stream.channels.map(\.rate.value)
    channel = rates.indices.max { rates[$0] < rates[$1] } ?? 0
    rate = rates.max() ?? 1
  }

  /// Seconds, gaps included.
  var total: Double { gaps + Double(count) / rate }

  mutating func add(_ block: borrowing SampleBlock) {
    gaps += block.gap
    guard channel < block.channels.count else { return }
    count += block.channels[channel].count
  }
}
