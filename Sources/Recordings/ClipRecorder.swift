public import CrampModel

/// Keeps the last minute of a stream's samples in memory, and cuts clips around events out of it.
///
///     samples    ...................O=========D=====.......
///     clip             [before      |     after]
///
/// O is the onset's time in the muscle, D its decision, when the clip is asked for; the clip is
/// cut as soon as its last sample is there. Each event has a clip of its own, also where two
/// overlap, so that each is found from its event alone. Times are counted as `CrampPipeline`
/// counts them: by samples, a gap as the whole number of samples that is nearest to it.
public struct ClipRecorder: ~Copyable, Sendable {
  /// As many clips may wait for their last samples.
  public static let mostPending = 64
  /// Samples that are kept at most, over all channels: 32 MB.
  ///
  /// Where a minute of the stream is more, as with several channels of sound, clips of late
  /// decisions begin later.
  public static let mostSamples = 8_000_000
  /// Events that had no clip because too many waited.
  public private(set) var refused = 0

  private let stream: StreamDescription
  private let span: ClipSpan
  private let kind: EDFWriter.Kind
  private let slowest: Double
  private var rings: [SampleRing]
  private var pending: [Pending] = []
  private var recent: [CrampEvent] = []

  /// A clip that is not complete.
  private struct Pending: Sendable {
    /// With the times of the stream.
    let event: CrampEvent
    /// With the times that are published.
    let published: CrampEvent
    /// Seconds since the stream's start.
    let start: Double
    let end: Double
  }

  /// Makes room for the samples.
  ///
  /// - Parameters:
  ///   - stream: What is kept.
  ///   - span: How much of it a clip holds.
  public init(stream: StreamDescription, span: ClipSpan = ClipSpan()) {
    self.stream = stream
    self.span = span
    kind = EDFWriter.Kind(for: stream)
    slowest = stream.channels.map(\.rate.value).min() ?? 1
    let rates = stream.channels.map(\.rate.value)
    let most = Double(Self.mostSamples) / rates.reduce(1, +)
    rings = rates.map { SampleRing(capacity: Int(min(span.kept, most) * $0) + 1) }
  }

  /// Takes samples in, and the gap before them.
  ///
  /// - Parameter block: Of the stream's channels; one of another shape is left out.
  /// - Returns: The clips that are complete; mostly none.
  public mutating func append(_ block: borrowing SampleBlock) -> [EventClip] {
    guard block.channels.count == rings.count, !rings.isEmpty else { return [] }
    var clips: [EventClip] = []
    if block.gap > 0, block.gap.isFinite { skip(block.gap, into: &clips) }
    let parts = Self.parts(of: block, stream)
    for part in 0..<parts {
      for index in rings.indices {
        let count = block.channels[index].count
        let range = count * part / parts..<count * (part + 1) / parts
        rings[index].append(block.channels[index], in: range)
      }
      cut(into: &clips)
    }
    return clips
  }

  /// Takes an event of the stream in; an onset or a release asks for a clip.
  ///
  /// - Parameters:
  ///   - event: With the times that the stream's start and its samples make.
  ///   - published: The same with the times that subscribers see; they name the clip.
  /// - Returns: The clip, if all of its samples are there.
  public mutating func tell(_ event: CrampEvent, as published: CrampEvent) -> [EventClip] {
    let onset = event.time.seconds(since: stream.start)
    guard !rings.isEmpty, abs(onset) < Self.longest else { return [] }
    remember(event)
    guard ClipName.types.contains(event.type) else { return [] }
    guard pending.count < Self.mostPending else {
      refused += 1
      return []
    }
    // Whole samples of the slowest channel, so that all channels begin and end together.
    let start = max(0, ((onset - span.before) * slowest + Self.grain).rounded(.down) / slowest)
    let end = ((onset + span.after) * slowest - Self.grain).rounded(.up) / slowest
    pending.append(Pending(event: event, published: published, start: start, end: end))
    var clips: [EventClip] = []
    cut(into: &clips)
    return clips
  }

  /// Ends the stream.
  ///
  /// - Returns: The clips that still waited, with the samples that there are.
  public mutating func finish() -> [EventClip] {
    var clips: [EventClip] = []
    for wanted in pending {
      if let clip = clip(wanted) { clips.append(clip) }
    }
    pending = []
    return clips
  }

  /// Some thirty years of a stream, in seconds; no sample's number overflows.
  private static let longest = 1e9
  /// Below this share of a sample, times are the same: they are rounded to microseconds.
  private static let grain = 0.01
  /// Events that a clip's annotations may tell of.
  private static let mostRecent = 256

  /// A second of samples at a time, so that no block runs over what a clip waits for.
  private static func parts(of block: borrowing SampleBlock, _ stream: StreamDescription) -> Int {
    var seconds = 0.0
    for (index, channel) in stream.channels.enumerated() {
      seconds = max(seconds, Double(block.channels[index].count) / channel.rate.value)
    }
    return seconds > 1 ? Int(seconds.rounded(.up)) : 1
  }

  private mutating func remember(_ event: CrampEvent) {
    if recent.count == Self.mostRecent { recent.removeFirst() }
    recent.append(event)
  }

  private mutating func skip(_ gap: Double, into clips: inout [EventClip]) {
    let gap = min(gap, Self.longest)
    // After that long nothing but the gap is left, whatever its length.
    let last = span.kept.rounded(.up) + span.after.rounded(.up)
    var done = 0.0
    while done < gap {
      let next = done < last ? min(gap, done + 1) : gap
      for (index, channel) in stream.channels.enumerated() {
        let rate = channel.rate.value
        let missing = (next * rate).rounded() - (done * rate).rounded()
        rings[index].appendMissing(Int(missing))
      }
      done = next
      cut(into: &clips)
    }
  }

  private mutating func cut(into clips: inout [EventClip]) {
    guard !pending.isEmpty else { return }
    var index = 0
    while index < pending.count {
      if isComplete(pending[index]) {
        if let clip = clip(pending.remove(at: index)) { clips.append(clip) }
      } else {
        index += 1
      }
    }
  }

  private func isComplete(_ wanted: Pending) -> Bool {
    zip(rings, stream.channels).allSatisfy { ring, channel in
      ring.end >= Self.sample(at: wanted.end, channel)
    }
  }

  private static func sample(at seconds: Double, _ channel: ChannelDescription) -> Int {
    Int((seconds * channel.rate.value).rounded())
  }

  /// The samples of the span that there are; `nil` if all of them are missing.
  private func clip(_ wanted: Pending) -> EventClip? {
    let start = max(wanted.start, firstSecond(from: wanted.start))
    guard start < wanted.end else { return nil }
    let channels = zip(rings, stream.channels).map { ring, channel in
      let first = Self.sample(at: start, channel)
      return ring.samples(first..<max(first, Self.sample(at: wanted.end, channel)))
    }
    guard !channels.allSatisfy({ $0.allSatisfy(\.isNaN) }) else { return nil }
    let origin = stream.start.advanced(bySeconds: start)
    let end = stream.start.advanced(bySeconds: wanted.end)
    var part = stream
    part.start = wanted.published.time.advanced(
      bySeconds: origin.seconds(since: wanted.event.time)
    )
    return EventClip(
      name: ClipName.of(wanted.published, kind: kind),
      kind: kind,
      stream: part,
      block: SampleBlock(channels: channels),
      labels: recent.filter { origin <= $0.time && $0.time <= end }
        .map { Label($0, start: origin) }
    )
  }

  /// Where the first sample lies that no gap took and that is still kept, for any channel.
  private func firstSecond(from start: Double) -> Double {
    let oldest = zip(rings, stream.channels).map { Double($0.oldest) / $1.rate.value }.max() ?? 0
    let begin = max(start, oldest)
    let starts = zip(rings, stream.channels).compactMap { ring, channel -> Double? in
      let first = Self.sample(at: begin, channel)
      let there = ring.samples(first..<max(first, ring.end)).firstIndex { !$0.isNaN }
      return there.map { Double(first + $0) / channel.rate.value }
    }
    guard let first = starts.min() else { return begin }
    let whole = (first * slowest + Self.grain).rounded(.down) / slowest
    return whole < oldest ? (oldest * slowest - Self.grain).rounded(.up) / slowest : whole
  }
}
