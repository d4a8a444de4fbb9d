import CrampModel
import DetectorSettings
import SensorProtocols
import SensorSources

/// A sensor from the configuration or the command line.
struct ConfiguredSensor: Hashable, Sendable {
  /// Where its samples come from.
  var specification: SensorSpecification
  /// What is said of its channels by number, from 1.
  var channels: [Int: DriverSettings.Channel] = [:]

  /// The stream as the configuration names its channels.
  ///
  /// - Parameter stream: What the source gives.
  /// - Returns: The same with names, muscles and chains.
  /// - Throws: ``ConfigurationError`` if it speaks of a channel that is not there.
  func named(_ stream: StreamDescription) throws(ConfigurationError) -> StreamDescription {
    for number in channels.keys.sorted() {
      guard stream.channels.indices.contains(number - 1) else {
        throw ConfigurationError(
          file: stream.sensor,
          key: "channels.\(number)",
          cause: "the sensor has \(stream.channels.count) channels"
        )
      }
    }
    return stream.named(channels)
  }
}
