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
  private let writer: ClipWriter?
  private let logger: Logger

  /// Begins with a source whose channels the configuration may have named.
  init(
    _ plan: RecordingPlan?,
    _ writer: ClipWriter?,
    of source: any SampleSource,
    as stream: StreamDescription,
    logger: Logger
  ) {
    self.logger = logger
    self.writer = writer
    clips = writer.map { ClipRecorder(stream: stream, span: $0.span) }
    recording = plan.map { plan in
      RotatingRecording(
        directory: plan.directory,
        stream: source.stream,
        policy: RotationPolicy(keepDays: plan.keepDays)
      )
    }
  }

  mutating func append(_ block: SampleBlock) {
    if let done = clips?.append(block) { writer?.offer(done) }
    guard recording != nil else { return }
    let now = LiveEvents.now
    attempt { (recording) throws(RecordingError) in try recording?.append(block, at: now) }
  }

  /// Takes an event with the times of the stream, and the same as it is published.
  mutating func annotate(_ event: CrampEvent, as published: CrampEvent) {
    recording?.annotate(event)
    guard let refused = clips?.refused else { return }
    if let done = clips?.tell(event, as: published) { writer?.offer(done) }
    guard clips?.refused != refused else { return }
    writer?.lose(published.id.description, because: "too many wait for their samples")
  }

  mutating func close() {
    if let done = clips?.finish() { writer?.offer(done) }
    attempt { (recording) throws(RecordingError) in try recording?.close() }
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
