import CrampModel
import Logging
import Recordings

/// Where the samples of live sensors are kept, and for how long.
struct RecordingPlan: Hashable, Sendable {
  let directory: String
  /// Days after which a file is deleted; `nil` to keep all.
  let keepDays: Int?
}

/// Keeps the samples of one sensor, if that is wanted; trouble with the disk stops nothing else.
struct SensorRecorder: ~Copyable {
  private var recording: RotatingRecording?
  private let logger: Logger

  init(_ plan: RecordingPlan?, stream: StreamDescription, logger: Logger) {
    self.logger = logger
    recording = plan.map { plan in
      RotatingRecording(
        directory: plan.directory,
        stream: stream,
        policy: RotationPolicy(keepDays: plan.keepDays)
      )
    }
  }

  mutating func append(_ block: SampleBlock) {
    guard recording != nil else { return }
    let now = LiveEvents.now
    attempt { (recording) throws(RecordingError) in try recording?.append(block, at: now) }
  }

  mutating func annotate(_ event: CrampEvent) {
    recording?.annotate(event)
  }

  mutating func close() {
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
