import CrampModel
import GRDB

/// Which events a reader wants; an empty list wants all.
public struct EventFilter: Hashable, Sendable {
  /// Patterns for the event's type, such as `cramp.*`; any one of them must fit.
  public var types: [String]
  /// Sensors by identity; an event without a sensor is in none.
  public var sensors: [String]
  /// Channels by name; an event without a channel is in none.
  public var channels: [String]

  /// Wants every event.
  public static let all = Self()

  /// Wants what all three lists want.
  public init(types: [String] = [], sensors: [String] = [], channels: [String] = []) {
    self.types = types
    self.sensors = sensors
    self.channels = channels
  }

  /// Whether an event with these members is wanted.
  public func matches(type: String, sensor: String?, channel: String?) -> Bool {
    (types.isEmpty || types.contains { EventGlob($0).matches(type) })
      && Self.contains(sensors, sensor) && Self.contains(channels, channel)
  }

  private static func contains(_ wanted: [String], _ value: String?) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let value else { return false }
    return wanted.contains(value)
  }

  /// The same as a condition of SQL.
  ///
  /// Patterns become lists of types, so that the index on the type serves them.
  var condition: SQL {
    var conditions: [SQL] = ["1"]
    if !types.isEmpty {
      let known = EventType.allCases.map(\.rawValue)
      let wanted = known.filter { name in types.contains { EventGlob($0).matches(name) } }
      conditions.append("type IN \(wanted)")
    }
    if !sensors.isEmpty { conditions.append("sensor IN \(sensors)") }
    if !channels.isEmpty { conditions.append("channel IN \(channels)") }
    return conditions.joined(separator: " AND ")
  }
}
