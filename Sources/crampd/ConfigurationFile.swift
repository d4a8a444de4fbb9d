import Foundation
import Yams

/// Reads a configuration file, naming file, line and key of whatever is wrong with it.
struct ConfigurationFile {
  let path: String

  /// The configuration; an empty file gives the defaults.
  func read() throws(ConfigurationError) -> Configuration {
    let text: String
    do {
      text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    } catch {
      throw ConfigurationError(file: path, cause: "cannot be read: \(error.localizedDescription)")
    }
    return try configuration(of: text)
  }

  /// The configuration that `text` describes.
  func configuration(of text: String) throws(ConfigurationError) -> Configuration {
    var configuration = Configuration()
    for (key, value) in try members(root(text), under: "") {
      switch key {
      case "mains_hz": configuration.mains = try value.map(Configuration.mains)
      case "profile": configuration.profile = try value.map(Configuration.profile)
      case "log_level": configuration.logLevel = try value.map(Configuration.logLevel)
      case "state_dir": configuration.stateDirectory = try value.text()
      case "socket": try readSocket(value, into: &configuration)
      case "sensors": try readSensors(value, into: &configuration)
      case "recording": configuration.recording = try readRecording(value)
      case "usb": try readUSB(value, into: &configuration)
      default:
        let keys = "mains_hz, profile, log_level, state_dir, socket, sensors, usb, recording"
        throw value.error("is no key; the keys are \(keys)")
      }
    }
    return configuration
  }

  private func root(_ text: String) throws(ConfigurationError) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw syntaxError(error)
    } catch {
      throw ConfigurationError(file: path, cause: "is not YAML: \(error)")
    }
  }

  private func syntaxError(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(
        file: path,
        line: mark.line,
        column: mark.column,
        cause: "is not YAML: \(problem)"
      )
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigurationError(
        file: path,
        line: context.mark.line,
        column: context.mark.column,
        key: keys.first,
        cause: "is there twice"
      )
    default:
      ConfigurationError(file: path, cause: "is not YAML: \(Self.oneLine("\(error)"))")
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private func readSocket(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    for (key, value) in try members(value.node, under: "socket.") {
      switch key {
      case "path": configuration.socketPath = try value.text()
      case "group": configuration.socketGroup = try value.text()
      default: throw value.error("is no key; the keys are path, group")
      }
    }
  }

  private func readRecording(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> RecordingPlan {
    var directory: String?
    var keepDays: Int?
    for (key, value) in try members(value.node, under: "recording.") {
      switch key {
      case "directory": directory = try value.text()
      case "keep_days": keepDays = try value.count(in: 1...36_500)
      default: throw value.error("is no key; the keys are directory, keep_days")
      }
    }
    guard let directory, directory.hasPrefix("/") else {
      throw value.error("lacks a directory that begins with /")
    }
    return RecordingPlan(directory: directory, keepDays: keepDays)
  }

  private func readUSB(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    for (key, value) in try members(value.node, under: "usb.") {
      switch key {
      case "discover": configuration.discovers = try value.flag()
      case "probe": configuration.probes = try value.flag()
      default: throw value.error("is no key; the keys are discover, probe")
      }
    }
  }

  /// The members of a mapping with their places; none where there is no value.
  func members(
    _ node: Node?,
    under prefix: String
  ) throws(ConfigurationError) -> [(String, ConfigurationValue)] {
    guard let node, !node.isNull else { return [] }
    guard let mapping = node.mapping else {
      let name = String(prefix.dropLast())
      throw ConfigurationValue(path, name, node).error("is no mapping of keys to values")
    }
    var members: [(String, ConfigurationValue)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw ConfigurationValue(path, prefix, key).error("has a key that is no word")
      }
      members.append((name, ConfigurationValue(path, prefix + name, value, mark: key.mark)))
    }
    return members
  }
}
