import CrampModel
import Logging
import Recordings
import SensorSources

/// Where the samples of live sensors are kept, and for how long.
struct RecordingPlan: Hashable, Sendable {
  let directory: String
  /// Days after which a file is deleted; `nil` to keep all.
  let keepDays: Int?
}

/// Keeps the samples of one sensor, all or those around events, if that is wanted; trouble with the disk stops nothing else.
struct SensorRecorder: ~Copyable {
  private var recording: RotatingRecording?
  private var clips: ClipRecorder?
  private let writer: ClipWriter
  private let logger: Logger

  /// Begins with a stream.
  init(_ plan: ReadingPlan, _ writer: ClipWriter, logger: Logger) {
    self.logger = logger
    self.writer = writer
    clips = Self.clips(plan, plan.stream)
    recording = Self.recording(plan, plan.stream)
  }

  /// Goes on under another plan, with new files where they are others.
  ///
  /// - Parameters:
  ///   - plan: The plan from the next block on.
  ///   - old: The plan up to now.
  ///   - seconds: How much of the stream is behind.
  mutating func use(_ plan: ReadingPlan, insteadOf old: ReadingPlan, after seconds: Double) {
    var rest = plan.stream
    rest.start = rest.start.advanced(bySeconds: seconds)
    let isRenamed = plan.stream != old.stream
    if plan.recording != old.recording || isRenamed {
      closeRecording()
      recording = Self.recording(plan, rest)
    }
    if plan.clips?.span != old.clips?.span || isRenamed {
      if let done = clips?.finish() { writer.offer(done) }
      clips = Self.clips(plan, rest)
    }
  }

  mutating func append(_ block: SampleBlock) {
    if let done = clips?.append(block) { writer.offer(done) }
    guard recording != nil else { return }
    let now = LiveEvents.now
    attempt { (recording) throws(RecordingError) in try recording?.append(block, at: now) }
  }

  /// Takes an event with the times of the stream, and the same as it is published.
  mutating func annotate(_ event: CrampEvent, as published: CrampEvent) {
    // A summary of hours that are over is nothing that happened in the samples.
    guard event.type != .tone else { return }
    recording?.annotate(event)
    guard let refused = clips?.refused else { return }
    if let done = clips?.tell(event, as: published) { writer.offer(done) }
    guard clips?.refused != refused else { return }
    writer.lose(published.id.description, because: "too many wait for their samples")
  }

  mutating func close() {
    if let done = clips?.finish() { writer.offer(done) }
    closeRecording()
  }

  private mutating func closeRecording() {
    attempt { (recording) throws(RecordingError) in try recording?.close() }
  }

  private static func recording(
    _ plan: ReadingPlan,
    _ stream: StreamDescription
  ) -> RotatingRecording? {
    plan.recording.map { plan in
      RotatingRecording(
        directory: plan.directory,
        stream: stream,
        policy: RotationPolicy(keepDays: plan.keepDays)
      )
    }
  }

  private static func clips(_ plan: ReadingPlan, _ stream: StreamDescription) -> ClipRecorder? {
    plan.clips.map { ClipRecorder(stream: stream, span: $0.span) }
  }

  private mutating func attempt(
    _ action: (inout RotatingRecording?) throws(RecordingError) -> Void
  ) {
    do {
      try action(&recording)
    } catch {
      logger.error("\(error)")
    }
  }
}
