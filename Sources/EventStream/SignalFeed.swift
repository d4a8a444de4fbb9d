import CrampModel

/// What one client is shown of the board, and what it missed.
struct SignalFeed {
  private var shown: [ObjectIdentifier: [UInt64]] = [:]
  /// How many notifications there was no room for.
  private(set) var dropped: Int64 = 0

  /// The notifications for what is new on the board.
  ///
  /// - Parameters:
  ///   - board: The board.
  ///   - subscription: Which sensors and channels.
  ///   - hasRoom: Whether the client takes them; if not, they are only counted.
  /// - Returns: Lines, and how many there was no room for.
  mutating func lines(
    of board: SignalBoard,
    for subscription: Subscription,
    hasRoom: Bool
  ) -> (lines: [String], dropped: Int) {
    var lines: [String] = []
    var missed = 0
    var seen: [ObjectIdentifier: [UInt64]] = [:]
    for stream in board.all {
      let newest = stream.newest
      let before = shown[ObjectIdentifier(stream)]
      seen[ObjectIdentifier(stream)] = newest.map { $0?.number ?? 0 }
      for (index, channel) in zip(newest.indices, stream.description.channels) {
        guard let (reading, number) = newest[index], number != before?[index],
          subscription.wants(sensor: stream.description.sensor, channel: channel.name)
        else { continue }
        if hasRoom {
          lines.append(line(reading, channel, stream.description.sensor))
        } else {
          missed += 1
        }
      }
    }
    shown = seen
    dropped += Int64(missed)
    return (lines, missed)
  }

  private func line(
    _ reading: SignalReading,
    _ channel: ChannelDescription,
    _ sensor: String
  ) -> String {
    let unit = channel.unit == .microvolt ? "_uv" : ""
    let body = JSONText.object([
      ("sensor", JSONText.quoted(sensor)),
      ("channel", JSONText.quoted(channel.name)),
      ("t", JSONText.number(reading.time, decimals: 3)),
      ("state", JSONText.quoted(reading.state)),
      ("rms" + unit, JSONText.number(reading.level)),
      ("rest" + unit, reading.rest.flatMap { JSONText.number($0) }),
      ("on" + unit, reading.on.flatMap { JSONText.number($0) }),
      ("off" + unit, reading.off.flatMap { JSONText.number($0) }),
      ("unit", unit.isEmpty ? JSONText.quoted(channel.unit.rawValue) : nil),
      ("fault", reading.fault.map(JSONText.quoted)),
      ("motion", JSONText.number(reading.motion, decimals: 2)),
      ("hum", JSONText.number(reading.hum, decimals: 2)),
      (
        "median_frequency_hz",
        reading.medianFrequency > 0 ? JSONText.number(reading.medianFrequency, decimals: 1) : nil
      ),
      ("dropped", String(dropped)),
    ])
    return Message.notification("signal", body)
  }
}
