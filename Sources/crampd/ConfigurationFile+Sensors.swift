import CrampModel
import DetectorSettings
import SensorProtocols
import SensorSources
import Yams

extension ConfigurationFile {
  /// Reads the list of sensors: recordings and simulations by `sensor:`, USB sensors by the rest.
  func readSensors(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    guard let sequence = value.node.sequence else { throw value.error("is no list of sensors") }
    for (index, node) in sequence.enumerated() {
      let entry = ConfigurationValue(path, "sensors[\(index + 1)]", node)
      let members = try members(node, under: entry.key + ".")
      if members.contains(where: { $0.0 == "sensor" }) {
        configuration.sensors.append(try sensor(members, entry))
      } else {
        configuration.usbRules.append(try rule(members, entry))
      }
    }
  }

  private func sensor(
    _ members: [(String, ConfigurationValue)],
    _ entry: ConfigurationValue
  ) throws(ConfigurationError) -> ConfiguredSensor {
    var specification: SensorSpecification?
    var said: [Int: DriverSettings.Channel] = [:]
    for (key, value) in members {
      switch key {
      case "sensor": specification = try Self.specification(value)
      case "channels": said = try channels(value, keys: Self.namingKeys)
      default: throw value.error("is no key beside sensor; the keys are sensor, channels")
      }
    }
    guard let specification else { throw entry.error("lacks the key sensor") }
    return ConfiguredSensor(specification: specification, channels: said)
  }

  private static func specification(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> SensorSpecification {
    let text = try value.text()
    do {
      return try SensorSpecification(text)
    } catch {
      throw value.error(error.cause)
    }
  }

  private func rule(
    _ members: [(String, ConfigurationValue)],
    _ entry: ConfigurationValue
  ) throws(ConfigurationError) -> USBSensorRule {
    var rule = USBSensorRule()
    for (key, value) in members {
      switch key {
      case "driver": rule.driver = try Self.driver(value)
      case "usb":
        guard let ids = USBSensorRule.IDs(try value.text()) else {
          throw value.error("is no pair of USB ids such as \"0403:6015\"")
        }
        rule.ids = ids
      case "serial": rule.serial = try value.text()
      case "port": rule.port = try value.text()
      case "rate_hz": rule.settings.rate = Hertz(try value.number(above: 0))
      case "baud":
        let baud = try value.count(in: 300...3_000_000)
        guard baud != 1_200 else {
          throw value.error("is 1200, which sends Arduino boards into their boot loader")
        }
        rule.settings.baud = baud
      case "gain": rule.settings.gain = try value.number(above: 0)
      case "reference_v": rule.settings.referenceVolts = try value.number(above: 0)
      case "channel_count": rule.settings.channelCount = try value.count(in: 1...64)
      case "channels":
        rule.settings.channels = try channels(value, keys: Self.channelKeys)
      default:
        let keys = "sensor, driver, usb, serial, port, rate_hz, baud, gain, reference_v"
        throw value.error("is no key; the keys are \(keys), channel_count, channels")
      }
    }
    guard rule.driver != nil || rule.ids != nil || rule.serial != nil || rule.port != nil else {
      throw entry.error("names no sensor; give sensor, driver, usb, serial or port")
    }
    return rule
  }

  private static func driver(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> SensorFamily {
    guard let family = SensorFamily(rawValue: try value.text()) else {
      let names = SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")
      throw value.error("is no driver; the drivers are \(names)")
    }
    return family
  }

  private static let namingKeys = ["name", "muscle", "chain"]
  private static let channelKeys =
    namingKeys + ["unit", "modality", "scale", "offset", "gain"]

  private func channels(
    _ value: ConfigurationValue,
    keys: [String]
  ) throws(ConfigurationError) -> [Int: DriverSettings.Channel] {
    var channels: [Int: DriverSettings.Channel] = [:]
    for (number, member) in try members(value.node, under: value.key + ".") {
      guard let index = Int(number), index >= 1 else {
        throw member.error("is no channel number; channels count from 1")
      }
      var channel = DriverSettings.Channel()
      for (key, value) in try members(member.node, under: member.key + ".") {
        guard keys.contains(key) else {
          let all = keys.joined(separator: ", ")
          throw value.error("is no key; the keys are \(all)")
        }
        try set(key, value, of: &channel)
      }
      channels[index] = channel
    }
    return channels
  }

  private func set(
    _ key: String,
    _ value: ConfigurationValue,
    of channel: inout DriverSettings.Channel
  ) throws(ConfigurationError) {
    switch key {
    case "unit":
      guard let unit = SignalUnit(spelling: try value.text()) else {
        let names = SignalUnit.allCases.map(\.rawValue).joined(separator: ", ")
        throw value.error("is no unit; the units are \(names)")
      }
      channel.unit = unit
    case "modality":
      guard let modality = Modality(rawValue: try value.text()) else {
        let names = Modality.allCases.map(\.rawValue).joined(separator: ", ")
        throw value.error("is none of \(names)")
      }
      channel.modality = modality
    case "scale": channel.scale = try value.number()
    case "offset": channel.offset = try value.number()
    case "gain": channel.gain = try value.number(above: 0)
    case "muscle": channel.muscle = try words(value)
    case "chain": channel.chain = try words(value)
    default: channel.name = try words(value)
    }
  }

  private func words(_ value: ConfigurationValue) throws(ConfigurationError) -> String {
    let text = try value.text()
    guard text.contains(where: { !$0.isWhitespace }) else { throw value.error("is empty") }
    return text
  }
}
