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
  let source: ConfigurationSource
  let configuration: Configuration
  let socketPath: String
  let passedSocket: PassedSocket?
  let manager: ServiceManager
  let stateDirectory: String
  /// Whether it is a service of the system, whose group reads the journal.
  let isService: Bool
  let systemdJournal: JournaldSender
  /// Whether the log goes to the systemd journal, where the events are already.
  let isLoggedToJournal: Bool
  let logger: Logger

  /// Runs until SIGTERM or SIGINT.
  func run() async throws {
    OpenFileLimit.raise()
    let hangups = await Hangup.reloadSignals()
    let sensors = SensorSet()
    // Before the journal says that the daemon has started.
    let preparation = try sensors.prepare(configuration)
    let state = try StateDirectory(path: stateDirectory)
    let journal = try EventJournal(
      path: state.path + "/" + DefaultPaths.journalName,
      retention: configuration.retention,
      access: isService ? .group : .owner
    )
    let calibrator = Calibrator(
      file: CalibrationFile(path: state.path + "/" + CalibrationFile.name),
      journal: journal,
      logger: logger
    )
    let parts = DaemonParts(
      configuration: configuration,
      stateDirectory: state.path,
      journal: journal,
      calibrator: calibrator,
      logger: logger
    )
    // Before sensors begin, so that they begin with the profile of an open session.
    let sessions = SessionKeeper(parts)
    let plant = ReloadPlant(
      parts: parts,
      sensors: sensors,
      access: StreamAccess(controlGroup: configuration.controlGroup),
      ownSocket: passedSocket == nil ? socketPath : nil,
      logger: logger
    )
    sensors.apply(preparation, parts)
    let report = ServiceReport(
      parts,
      notifier: manager.notifier,
      address: passedSocket.map(\.address) ?? socketPath
    )
    let reloader = Reloader(
      source: source,
      plant: plant,
      signals: hangups,
      observer: ReloadObserver(report.reloads),
      logger: logger
    )
    var record = DaemonRecord(journal: journal, logger: logger)
    // Both follow the journal from here, so that they see how the daemon began.
    let mirror = EventMirror(of: journal, to: systemdJournal, logger: logger)
    let log = JournalLog(journal: journal, logger: logger, isMirrored: isLoggedToJournal)
    record.begin()
    let server = server(plant, reloader, sessions, mirror, report)
    let watchdog = watchdog(VitalParts(plant), report)
    let lasting: [any Service] = [mirror, log, server, record, sessions, reloader, watchdog]
    try await group(plant, lasting, report).run()
    try await close(journal)
    try state.release()
  }

  /// Closes the journal; what the disk does not take even now is kept in the log.
  private func close(_ journal: EventJournal) async throws {
    let waiting = journal.waitingEvents(after: 0)
    do {
      try await journal.close()
    } catch {
      for (_, event) in waiting {
        logger.critical("an event is lost to the journal", metadata: ["event": "\(event.json())"])
      }
      throw error
    }
  }

  private func watchdog(_ vital: VitalParts, _ report: ServiceReport) -> Watchdog {
    Watchdog(
      period: manager.watchdogPeriod,
      notifier: manager.notifier,
      signs: { vital.signs },
      logger: logger,
      didLook: { await report.note(stuck: $0) }
    )
  }

  /// Services stop in reverse order: the sensors first, so that clients still hear of it.
  private func group(
    _ plant: ReloadPlant,
    _ lasting: [any Service],
    _ report: ServiceReport
  ) -> ServiceGroup {
    var services = lasting.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
    services.append(.init(service: ClockWatch(journal: plant.parts.journal, logger: logger)))
    services.append(.init(service: plant.parts.clips))
    services.append(.init(service: StartMemory()))
    services.append(.init(service: ToneKeeper(plant.parts)))
    for service in plant.sensors.services {
      services.append(.init(service: service, successTerminationBehavior: .ignore))
    }
    // The first to stop, so that the manager knows at once.
    services.append(.init(service: report))
    return ServiceGroup(
      configuration: .init(
        services: services,
        gracefulShutdownSignals: Hangup.endingSignals,
        logger: logger
      )
    )
  }

  private func server(
    _ plant: ReloadPlant,
    _ reloader: Reloader,
    _ sessions: SessionKeeper,
    _ mirror: EventMirror,
    _ report: ServiceReport
  ) -> EventServer {
    let parts = plant.parts
    let instance = UUID().uuidString.lowercased()
    let board = StatusBoard(
      instance: instance,
      configuration: { parts.board.configuration },
      session: { sessions.session },
      sensors: parts.sensors,
      devices: { plant.sensors.devices },
      journal: parts.journal,
      stream: parts.statistics,
      mirror: mirror,
      clips: parts.clips
    )
    return EventServer(
      socketPath: socketPath,
      journal: parts.journal,
      configuration: EventServerConfiguration(
        version: CrampdVersion.current,
        instance: instance,
        group: configuration.socketGroup,
        controlGroup: configuration.controlGroup,
        passedSocket: passedSocket?.descriptor
      ),
      status: { board.report() },
      calibrations: parts.calibrator.desk,
      reload: reloader.desk,
      sessions: sessions.desk,
      access: plant.access,
      signals: parts.signals,
      statistics: parts.statistics,
      logger: logger,
      didListen: { report.listens() }
    )
  }
}
