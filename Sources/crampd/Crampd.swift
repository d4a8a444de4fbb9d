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

  @Option(help: "Configuration file (default: crampd.yaml in the configuration directory).")
  var config: String?

  @Option(help: "Directory of the journal.")
  var stateDir: String?

  @Option(help: "Path of the Unix socket.")
  var socket: String?

  @Option(
    help: """
      A sensor that USB discovery would not find; may be repeated: \
      synthetic[:SCENARIO[?seed=N&speed=N]], replay:FILE[?speed=N|max&loop=1] or \
      capture:FILE.pcapng[?speed=N|max&driver=D]. Without any, every USB sensor that is known by \
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
    let configuration = try resolved(environment, paths)
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

  /// File, then environment, then flags.
  private func resolved(
    _ environment: [String: String],
    _ paths: DefaultPaths
  ) throws -> Configuration {
    var configuration = Configuration()
    if let path = config ?? environment["CRAMPD_CONFIG"] {
      configuration = try ConfigurationFile(path: path).read()
    } else if FileManager.default.fileExists(atPath: paths.configurationFile) {
      configuration = try ConfigurationFile(path: paths.configurationFile).read()
    }
    try configuration.apply(environment: environment)
    if let stateDir { configuration.stateDirectory = stateDir }
    if let socket { configuration.socketPath = socket }
    if let logLevel {
      do {
        configuration.logLevel = try Configuration.logLevel(logLevel)
      } catch {
        throw ConfigurationError(file: "command line", key: "--log-level", cause: error.cause)
      }
    }
    for text in sensor {
      configuration.sensors.append(ConfiguredSensor(specification: try .init(text)))
    }
    return configuration
  }
}
