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
  /// The recording, not yet read: a copy that reads from the beginning.
  let input: SampleInput
  /// The 20 s that stood out most, if they were looked for; `nil` without a signal.
  let loudest: LoudestSearch.Stretch?
  /// Seconds without samples, gaps and single missing ones, the mean of the channels.
  let missing: Double
  /// How chains of muscles shared their work.
  let chains: [ChainSummary]
  /// What was odd about the recording.
  let warnings: [RecordingWarning]

  /// Reads a recording and runs the detector over it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - reading: What a person says about it.
  ///   - profile: The detector's constants.
  ///   - chains: Which channels work together.
  ///   - calibrations: Known ones, of any sensor; those of this file's own count most.
  ///   - findsLoudest: Whether to look for what stood out most.
  ///   - tellsProgress: Whether to tell how far it is, on a terminal.
  /// - Throws: ``RecordingError`` or ``CaptureError`` if the file cannot be read to its end,
  ///   ``Failure`` if it has not the channels of a chain, `CancellationError`.
  init(
    path: String,
    reading: ReadingArguments,
    profile: Profile,
    chains: ChainArguments,
    calibrations: [Calibration] = [],
    findsLoudest: Bool = false,
    tellsProgress: Bool = true
  ) throws {
    var reader = try SampleInput(path: path, reading: reading)
    input = reader
    var stream = reader.stream
    try chains.apply(to: &stream, of: path)
    let pipeline = CrampPipeline(
      stream: stream,
      profile: profile,
      calibrations: calibrations.filter { $0.sensor != stream.sensor }
        + calibrations.filter { $0.sensor == stream.sensor }
    )
    let search = LoudestSearch(channels: reader.stream.channels.count)
    if findsLoudest { pipeline.observer = { search.add($0) } }
    var progress = Progress(name: path, total: tellsProgress ? reader.duration : nil)
    defer { progress.clear() }
    var block = SampleBlock(channelCount: reader.stream.channels.count)
    var events: [CrampEvent] = []
    var length = StreamLength(reader.stream)
    let span = Self.blockSeconds(stream)
    while try reader.read(into: &block, seconds: span) {
      if Task.isCancelled { throw CancellationError() }
      length.add(block)
      events += pipeline.push(block)
      progress.advance(to: length.total)
    }
    events += pipeline.finish(.endOfRecording)
    for index in events.indices {
      events[index].seq = Int64(index + 1)
    }
    self.path = path
    self.stream = stream
    self.chains = pipeline.chains
    self.profile = profile.name
    self.events = events
    duration = length.total
    missing = length.missing
    loudest = search.loudest
    warnings = reader.warnings
  }

  /// Four seconds, or what the caches of a processor hold of many channels.
  private static func blockSeconds(_ stream: StreamDescription) -> Double {
    let rate = stream.channels.map(\.rate.value).reduce(0, +)
    return min(4, max(0.1, 65_536 / max(1, rate)))
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

/// How long a stream has lasted so far, and how much of it is missing.
struct StreamLength {
  private let rates: [Double]
  private var counts: [Int]
  private var absent: [Int]
  private var gaps = 0.0

  init(_ stream: StreamDescription) {
    rates = stream.channels.map(\.rate.value)
    counts = rates.map { _ in 0 }
    absent = counts
  }

  /// Seconds, gaps included.
  var total: Double { gaps + (zip(counts, rates).map { Double($0) / $1 }.max() ?? 0) }

  /// Seconds without samples, the mean of the channels.
  var missing: Double {
    let seconds = zip(absent, rates).map { Double($0) / $1 }
    return gaps + seconds.reduce(0, +) / Double(max(1, rates.count))
  }

  mutating func add(_ block: borrowing SampleBlock) {
    gaps += block.gap
    for index in counts.indices where index < block.channels.count {
      counts[index] += block.channels[index].count
      absent[index] += block.channels[index].count { $0.isNaN }
    }
  }
}
