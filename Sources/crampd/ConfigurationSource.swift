import DetectorSettings
import EventStream
import Foundation
import SensorSources

/// Where the configuration comes from: file, then environment, then flags.
struct ConfigurationSource: Sendable {
  /// What the command line says; `nil` and nothing where it says nothing.
  struct Flags: Sendable {
    var file: String?
    var stateDirectory: String?
    var socketPath: String?
    var logLevel: String?
    var sensors: [String] = []
  }

  let flags: Flags
  let environment: [String: String]
  /// The file where neither flags nor environment name one; it may be missing.
  let defaultFile: String
  /// Whether that file was there at the start.
  let hasDefaultFile: Bool

  /// Reads all of it, the same at the start and at each reload.
  ///
  /// - Returns: The configuration with every default filled in.
  /// - Throws: ``ConfigurationError`` or ``SensorSpecificationError`` with the place of what is wrong.
  func read() throws -> Configuration {
    var configuration = Configuration()
    if let path = flags.file ?? environment["CRAMPD_CONFIG"] {
      configuration = try ConfigurationFile(path: path).read()
    } else if FileManager.default.fileExists(atPath: defaultFile) {
      configuration = try ConfigurationFile(path: defaultFile).read()
    } else if hasDefaultFile {
      // An editor may just be changing it; without it all would fall back to the defaults.
      throw ConfigurationError(
        file: defaultFile,
        cause: "is gone; an empty file gives the defaults"
      )
    }
    try configuration.apply(environment: environment)
    if let directory = flags.stateDirectory { configuration.stateDirectory = directory }
    if let path = flags.socketPath { configuration.socketPath = path }
    if let level = flags.logLevel {
      do {
        configuration.logLevel = try Configuration.logLevel(level)
      } catch {
        throw ConfigurationError(file: "command line", key: "--log-level", cause: error.cause)
      }
    }
    for text in flags.sensors {
      configuration.sensors.append(ConfiguredSensor(specification: try .init(text)))
    }
    return configuration
  }
}
