import Foundation
import SensorSources
import Yams

/// Reads a configuration file, naming file, line and key of whatever is wrong with it.
struct ConfigurationFile {
  private let path: String

  init(path: String) {
    self.path = path
  }

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
      case "sensors": configuration.sensors = try readSensors(value)
      default:
        let keys = "mains_hz, profile, log_level, state_dir, socket, sensors"
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
    _ value: Value,
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

  private func readSensors(_ value: Value) throws(ConfigurationError) -> [ConfiguredSensor] {
    guard let sequence = value.node.sequence else { throw value.error("is no list of sensors") }
    var sensors: [ConfiguredSensor] = []
    for (index, node) in sequence.enumerated() {
      sensors.append(try readSensor(Value(path, "sensors[\(index + 1)]", node)))
    }
    return sensors
  }

  private func readSensor(_ value: Value) throws(ConfigurationError) -> ConfiguredSensor {
    var specification: SensorSpecification?
    var names: [Int: String] = [:]
    for (key, value) in try members(value.node, under: value.key + ".") {
      switch key {
      case "sensor":
        do {
          specification = try SensorSpecification(value.text())
        } catch let error as SensorSpecificationError {
          throw value.error(error.cause)
        } catch let error as ConfigurationError {
          throw error
        } catch {
          throw value.error("\(error)")
        }
      case "channels": names = try readChannels(value)
      default: throw value.error("is no key; the keys are sensor, channels")
      }
    }
    guard let specification else {
      throw value.error("lacks the key sensor, such as sensor: synthetic")
    }
    return ConfiguredSensor(specification: specification, channelNames: names)
  }

  private func readChannels(_ value: Value) throws(ConfigurationError) -> [Int: String] {
    var names: [Int: String] = [:]
    for (number, channel) in try members(value.node, under: value.key + ".") {
      guard let index = Int(number), index >= 1 else {
        throw channel.error("is no channel number; channels count from 1")
      }
      for (key, value) in try members(channel.node, under: channel.key + ".") {
        guard key == "name" else { throw value.error("is no key; the key is name") }
        let name = try value.text()
        guard !name.isEmpty else { throw value.error("is empty") }
        names[index] = name
      }
    }
    return names
  }

  private func members(
    _ node: Node?,
    under prefix: String
  ) throws(ConfigurationError) -> [(String, Value)] {
    guard let node, !node.isNull else { return [] }
    guard let mapping = node.mapping else {
      let name = String(prefix.dropLast())
      throw Value(path, name, node).error("is no mapping of keys to values")
    }
    var members: [(String, Value)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw Value(path, prefix, key).error("has a key that is no word")
      }
      members.append((name, Value(path, prefix + name, value, mark: key.mark)))
    }
    return members
  }
}

/// A value of the file with its place.
private struct Value {
  let file: String
  let key: String
  let node: Node
  let mark: Mark?

  init(_ file: String, _ key: String, _ node: Node, mark: Mark? = nil) {
    self.file = file
    self.key = key
    self.node = node
    self.mark = mark ?? node.mark
  }

  func text() throws(ConfigurationError) -> String {
    guard let text = node.scalar?.string else { throw error("is no plain value") }
    return text
  }

  func map<T>(
    _ make: (String) throws(Configuration.ValueError) -> T
  ) throws(ConfigurationError)
    -> T
  {
    do {
      return try make(text())
    } catch let problem as Configuration.ValueError {
      throw error(problem.cause)
    } catch let problem as ConfigurationError {
      throw problem
    } catch {
      throw self.error("\(error)")
    }
  }

  func error(_ cause: String) -> ConfigurationError {
    ConfigurationError(
      file: file,
      line: mark?.line,
      column: mark?.column,
      key: key.isEmpty ? nil : key,
      cause: cause
    )
  }
}

extension Node {
  fileprivate var isNull: Bool {
    guard let scalar else { return false }
    return ["", "~", "null"].contains(scalar.string) && scalar.style != .doubleQuoted
      && scalar.style != .singleQuoted
  }
}
