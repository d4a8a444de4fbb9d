import ArgumentParser
import CrampDetection
import CrampModel
import DetectorSettings
import EventStream
import Foundation
import Logging
import SensorSources
import Systemd

/// The daemon's command line.
struct Crampd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crampd",
    abstract: "Finds muscle cramps in EMG and tells of them, as they happen.",
    discussion: """
      Reads sensors, detects cramps, writes each event to a journal and sends it to every \
      program that listens on a Unix socket. Stays in the foreground and logs to standard \
      error; SIGTERM or SIGINT ends it.

      Examples:
        crampd
        crampd --sensor synthetic
        crampd --sensor 'replay:night.edf?speed=100' --state-dir /tmp/crampd
        socat - UNIX-CONNECT:$XDG_RUNTIME_DIR/crampd/events.sock | jq .

      crampd is not a medical device.
      """,
    version: CrampdVersion.current
  )

  @Option(
    help: "Configuration file (default: crampd.yaml in the configuration directory).",
    completion: .file()
  )
  var config: String?

  @Option(help: "Directory of the journal.", completion: .directory)
  var stateDir: String?

  @Option(help: "Path of the Unix socket.", completion: .file())
  var socket: String?

  @Option(
    help: """
      A sensor that USB discovery would not find; may be repeated: \
      synthetic[:SCENARIO[?seed=N&speed=N]], which happens now unless a speed is given, \
      replay:FILE[?speed=N|max&loop=1] or capture:FILE.pcapng[?speed=N|max&driver=D]. Without any, every USB sensor that is known by \
      its ids is used as it appears.
      """
  )
  var sensor: [String] = []

  @Option(help: "Least level to log: trace, debug, info, notice, warning, error, critical.")
  var logLevel: String?

  @Flag(help: "Check the configuration and the sensors' names, then exit.")
  var checkConfig = false

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let paths = DefaultPaths(environment: environment, userID: getuid())
    let source = source(environment, paths)
    let configuration = try source.read()
    if checkConfig {
      print(
        "configuration is good: profile \(configuration.profile.name), "
          + "\(configuration.sensors.count + configuration.usbRules.count) sensor(s)"
      )
      return
    }
    let manager = ServiceManager.fromEnvironment()
    let systemdJournal = JournaldSender()
    let isJournal = DaemonLog.begin(environment: environment, sender: systemdJournal)
    var logger = Logger(label: "crampd")
    logger.logLevel = configuration.logLevel
    let daemon = Daemon(
      source: source,
      configuration: configuration,
      socketPath: configuration.socketPath ?? paths.socket,
      passedSocket: try DaemonSocket.passed(configuration, logger: logger),
      manager: manager,
      stateDirectory: configuration.stateDirectory ?? paths.stateDirectory,
      isService: paths.isService,
      systemdJournal: systemdJournal,
      isLoggedToJournal: isJournal,
      logger: logger
    )
    try await daemon.run()
  }

  private func source(_ environment: [String: String], _ paths: DefaultPaths) -> ConfigurationSource
  {
    ConfigurationSource(
      flags: .init(
        file: config,
        stateDirectory: stateDir,
        socketPath: socket,
        logLevel: logLevel,
        sensors: sensor
      ),
      environment: environment,
      defaultFile: paths.configurationFile,
      hasDefaultFile: FileManager.default.fileExists(atPath: paths.configurationFile)
    )
  }
}
