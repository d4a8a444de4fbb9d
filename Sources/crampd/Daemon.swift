import CrampDetection
import CrampModel
import DetectorSettings
import EventJournal
import EventStream
import Foundation
import Logging
import SensorSources
import ServiceLifecycle
import Systemd
import UnixSignals

/// Wires sources, pipelines, journal and server together and runs them.
struct Daemon {
  let configuration: Configuration
  let socketPath: String
  let passedSocket: CInt?
  let stateDirectory: String
  let systemdJournal: JournaldSender
  let logger: Logger

  /// Runs until SIGTERM or SIGINT.
  func run() async throws {
    OpenFileLimit.raise()
    let sources = try configuration.sensors.map(openSource(_:))
    // Before the journal says that the daemon has started.
    let hub = try usbHub()
    let state = try StateDirectory(path: stateDirectory)
    let journal = try EventJournal(path: state.path + "/" + DefaultPaths.journalName)
    let calibrator = Calibrator(
      file: CalibrationFile(path: state.path + "/" + CalibrationFile.name),
      journal: journal,
      logger: logger
    )
    let mirror = EventMirror(of: journal, to: systemdJournal, logger: logger)
    let record = DaemonRecord(journal: journal, logger: logger)
    let log = JournalLog(journal: journal, logger: logger)
    record.begin()
    try await group(sources, hub, journal, mirror, calibrator, record, log).run()
    try await journal.close()
    try state.release()
  }

  /// Services stop in reverse order: the sensors first, so that clients still hear of it.
  private func group(
    _ sources: [Source],
    _ hub: SensorHub?,
    _ journal: EventJournal,
    _ mirror: EventMirror,
    _ calibrator: Calibrator,
    _ record: DaemonRecord,
    _ log: JournalLog
  ) -> ServiceGroup {
    let statuses = sources.map { SensorStatus($0.stream) }
    let sensors = SensorBoard()
    for status in statuses { sensors.add(status) }
    let signals = SignalBoard()
    let statistics = StreamStatistics()
    let instance = UUID().uuidString.lowercased()
    let board = StatusBoard(
      instance: instance,
      profile: configuration.profile.name,
      sensors: sensors,
      devices: { hub?.devices ?? [] },
      journal: journal,
      stream: statistics
    )
    let server = EventServer(
      socketPath: socketPath,
      journal: journal,
      configuration: EventServerConfiguration(
        version: CrampdVersion.current,
        instance: instance,
        group: configuration.socketGroup,
        controlGroup: configuration.controlGroup,
        passedSocket: passedSocket
      ),
      status: { board.report() },
      calibrations: calibrator.desk,
      signals: signals,
      statistics: statistics,
      logger: logger
    )
    let clips = configuration.clips.map { plan in
      ClipWriter(plan: plan, stateDirectory: stateDirectory, logger: logger)
    }
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: mirror), .init(service: server), .init(service: record),
      .init(service: log),
      .init(service: ClockWatch(journal: journal, logger: logger)),
    ]
    if let clips { services.append(.init(service: clips)) }
    for (source, status) in zip(sources, statuses) {
      let reader = SensorReader(
        stream: source.stream,
        profile: configuration.profile,
        mains: mains,
        identity: .derived,
        journal: journal,
        status: status,
        signals: signals,
        recording: nil,
        clips: clips,
        calibrator: calibrator,
        logger: logger
      )
      let service = SensorService(source: source.source, reader: reader)
      services.append(.init(service: service, successTerminationBehavior: .ignore))
    }
    if let hub {
      let service = USBSensors(
        hub: hub,
        profile: configuration.profile,
        mains: mains,
        journal: journal,
        board: sensors,
        signals: signals,
        recording: configuration.recording,
        clips: clips,
        calibrator: calibrator,
        logger: logger
      )
      services.append(.init(service: service, successTerminationBehavior: .ignore))
    }
    return ServiceGroup(
      configuration: .init(
        services: services,
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
      )
    )
  }

  private var mains: [Double] { configuration.mains.map { [$0] } ?? [50, 60] }

  /// Where USB sensors are found; `nil` where none is asked for.
  private func usbHub() throws -> SensorHub? {
    configuration.usesUSB ? try SensorHub(discovery: configuration.discovery) : nil
  }

  private struct Source {
    let source: any SampleSource
    let stream: StreamDescription
  }

  private func openSource(_ sensor: ConfiguredSensor) throws -> Source {
    let source = try sensor.specification.open()
    return Source(source: source, stream: try sensor.named(source.stream))
  }
}
