public import CrampModel

/// What a person is told of the daemon at a glance: the line that `systemctl status` shows.
///
///     Cramp on left-gastrocnemius since 02:51:21; watching 2 channels of 1 sensor
public struct ServiceSummary: Sendable {
  /// A sensor as it is now.
  public struct Sensor: Hashable, Sendable {
    /// Its identity.
    public var name: String
    /// `streaming`, else why it gives no samples.
    public var state: String
    /// How many channels it has.
    public var channels: Int

    /// Describes a sensor.
    public init(name: String, state: String, channels: Int) {
      self.name = name
      self.state = state
      self.channels = channels
    }
  }

  /// The sensors that have been in use.
  public var sensors: [Sensor] = []
  /// Parts of the daemon that do not get on.
  public var stuck: [String] = []
  /// Why events cannot be written, if so.
  public var journalTrouble: String?
  /// How many events wait for that.
  public var waiting = 0

  private var open: [Place: Timestamp] = [:]
  private var bad: [String: String] = [:]
  private var last: (time: Timestamp, channel: String)?
  private let shifted: @Sendable (Timestamp) -> Timestamp

  private struct Place: Hashable {
    var episode: EventID
    var channel: String
  }

  /// Begins with nothing known.
  ///
  /// - Parameter shifted: Moves a time so that it shows, as UTC, what the machine's clocks show.
  public init(shifted: @escaping @Sendable (Timestamp) -> Timestamp) {
    self.shifted = shifted
  }

  /// Takes note of an event; events come in order.
  public mutating func note(_ event: CrampEvent) {
    let channel = event.channel ?? event.sensor ?? "unknown"
    switch event.type {
    case .crampOnset:
      last = (event.time, channel)
      if let episode = event.episode {
        open[Place(episode: episode, channel: channel)] = event.time
      }
    case .crampRelease:
      if let episode = event.episode { open[Place(episode: episode, channel: channel)] = nil }
    case .signalBad:
      guard case .text(let reason)? = event[.reason] else { return }
      bad[channel] = reason
    case .signalGood: bad[channel] = nil
    case .sensorDetached, .sensorFailed: bad = [:]
    default: break
    }
  }

  /// The line.
  public var line: String {
    var parts: [String] = []
    if !stuck.isEmpty { parts.append("stuck: \(stuck.joined(separator: ", "))") }
    if let journalTrouble {
      parts.append("events cannot be written (\(journalTrouble)), \(waiting) wait in memory")
    }
    parts += open.sorted { ($0.value, $0.key.channel) < ($1.value, $1.key.channel) }
      .map { "cramp on \($0.key.channel) since \(clock($0.value))" }
    parts.append(watch)
    parts += sensors.filter { $0.state != Self.streaming }.map { "\($0.name) is \($0.state)" }
    parts += bad.sorted { $0.key < $1.key }.map { "signal of \($0.key) is bad (\($0.value))" }
    if open.isEmpty, let last {
      parts.append("last cramp on \(day(last.time)) at \(clock(last.time)), \(last.channel)")
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

  private func clock(_ time: Timestamp) -> String {
    let civil = CivilTime(shifted(time))
    return [civil.hour, civil.minute, civil.second].map(Self.two(_:)).joined(separator: ":")
  }

  private func day(_ time: Timestamp) -> String {
    let civil = CivilTime(shifted(time))
    return "\(civil.year)-\(Self.two(civil.month))-\(Self.two(civil.day))"
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
