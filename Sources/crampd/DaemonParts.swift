import CrampDetection
import CrampModel
import EventJournal
import EventStream
import Logging

/// What the services of one daemon share.
struct DaemonParts: Sendable {
  let configuration: Configuration
  let journal: EventJournal
  let calibrator: Calibrator
  let clips: ClipWriter?
  let sensors = SensorBoard()
  let signals = SignalBoard()
  let statistics = StreamStatistics()
  let logger: Logger

  init(
    configuration: Configuration,
    stateDirectory: String,
    journal: EventJournal,
    calibrator: Calibrator,
    logger: Logger
  ) {
    self.configuration = configuration
    self.journal = journal
    self.calibrator = calibrator
    self.logger = logger
    clips = configuration.clips.map { plan in
      ClipWriter(plan: plan, stateDirectory: stateDirectory, logger: logger)
    }
  }

  /// What reads a stream from now on; its sensor is on the board.
  func reader(
    of stream: StreamDescription,
    identity: DetectorIdentity,
    recording: RecordingPlan?
  ) -> SensorReader {
    let status = SensorStatus(stream)
    sensors.add(status)
    return SensorReader(
      stream: stream,
      profile: configuration.profile,
      mains: configuration.mains.map { [$0] } ?? [50, 60],
      identity: identity,
      journal: journal,
      status: status,
      signals: signals,
      recording: recording,
      clips: clips,
      calibrator: calibrator,
      logger: logger
    )
  }
}
