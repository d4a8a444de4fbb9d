public import CrampModel

/// What everybody on the machine may know of the daemon: the line that `systemctl status` shows.
///
///     1 channel in cramp; watching 2 channels of 1 sensor
///
/// Every user sees it, so it has no names, no times and no past; `crampctl status` tells those to
/// whom the socket is open.
public struct ServiceSummary: Sendable {
  /// A sensor as it is now.
  public struct Sensor: Hashable, Sendable {
    /// `streaming`, else why it gives no samples.
    public var state: String
    /// How many channels it has.
    public var channels: Int

    /// Describes a sensor.
    public init(state: String, channels: Int) {
      self.state = state
      self.channels = channels
    }
  }

  /// The sensors that have been in use.
  public var sensors: [Sensor] = []
  /// Parts of the daemon that do not get on.
  public var stuck = 0
  /// Why events cannot be written, if so.
  public var journalTrouble: String?
  /// How many events wait for that.
  public var waiting = 0

  private var open: Set<Place> = []
  private var bad: [Place: String] = [:]

  private struct Place: Hashable {
    var sensor: String?
    var channel: String?
    var episode: EventID?
  }

  /// Begins with nothing known.
  public init() {}

  /// Takes note of an event; events come in order.
  public mutating func note(_ event: CrampEvent) {
    let episode = Place(sensor: event.sensor, channel: event.channel, episode: event.episode)
    let channel = Place(sensor: event.sensor, channel: event.channel)
    switch event.type {
    case .crampOnset: open.insert(episode)
    case .crampRelease: open.remove(episode)
    case .signalBad:
      guard case .text(let reason)? = event[.reason] else { return }
      bad[channel] = reason
    case .signalGood: bad[channel] = nil
    case .sensorDetached, .sensorFailed: bad = bad.filter { $0.key.sensor != event.sensor }
    default: break
    }
  }

  /// The line.
  public var line: String {
    var parts: [String] = []
    if stuck > 0 { parts.append("\(Self.count(stuck, "part")) stuck, see the log") }
    if let journalTrouble {
      parts.append("events cannot be written (\(journalTrouble)), \(waiting) wait in memory")
    }
    if !open.isEmpty { parts.append("\(Self.count(open.count, "channel")) in cramp") }
    parts.append(watch)
    let others = Dictionary(grouping: sensors.map(\.state)) { $0 }
    for (state, sensors) in others.sorted(by: { $0.key < $1.key }) where state != Self.streaming {
      parts.append("\(Self.count(sensors.count, "sensor")) \(state)")
    }
    let reasons = Dictionary(grouping: bad.values) { $0 }
    for (reason, channels) in reasons.sorted(by: { $0.key < $1.key }) {
      parts.append("bad signal on \(Self.count(channels.count, "channel")) (\(reason))")
    }
    let text = parts.joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static let streaming = "streaming"

  private var watch: String {
    let present = sensors.filter { $0.state == Self.streaming }
    guard !present.isEmpty else {
      return sensors.isEmpty ? "no sensor yet: plug one in" : "no sensor gives samples"
    }
    let channels = present.reduce(0) { $0 + $1.channels }
    return "watching \(Self.count(channels, "channel")) of \(Self.count(present.count, "sensor"))"
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
