import SensorSources

/// A sensor from the configuration or the command line.
struct ConfiguredSensor: Sendable {
  /// Where its samples come from.
  var specification: SensorSpecification
  /// Names by channel number, from 1.
  var channelNames: [Int: String] = [:]
}
