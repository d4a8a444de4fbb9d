import CrampDetection
import CrampModel
import EventJournal
import EventStream
import Logging
import SensorSources

/// What the services of one daemon share.
struct DaemonParts: Sendable {
  let board: ConfigurationBoard
  let journal: EventJournal
  let calibrator: Calibrator
  let clips: ClipWriter
  let sensors = SensorBoard()
  let toneBell = ToneBell()
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
    board = ConfigurationBoard(configuration)
    self.journal = journal
    self.calibrator = calibrator
    self.logger = logger
    clips = ClipWriter(configuration.clips, stateDirectory: stateDirectory, logger: logger)
  }

  /// What reads a stream from now on; its sensor is on the board.
  func reader(
    of sensor: PlannedSensor,
    identity: DetectorIdentity,
    leash: Leash
  ) -> SensorReader {
    let isLive = if case .random = identity { true } else { false }
    let stream = sensor.plan(board.configuration)?.stream ?? sensor.stream
    let status = SensorStatus(stream, isLive: isLive)
    sensors.add(status)
    return SensorReader(
      sensor: sensor,
      identity: identity,
      status: status,
      leash: leash,
      parts: self
    )
  }
}
