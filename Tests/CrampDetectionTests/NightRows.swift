import CrampDetection
import CrampModel

/// The rows of one channel, written down as levels over time, and what a detector tells of them.
struct NightRows {
  private(set) var rows: [FeatureRow] = []

  /// Adds rows whose level is a function of the seconds since their own beginning.
  mutating func add(
    seconds: Double,
    level: (Double) -> Double = { _ in 2 },
    change: (inout FeatureRow) -> Void = { _ in }
  ) {
    let first = rows.count
    for hop in first..<first + Int(seconds * Double(FeatureRow.hopsPerSecond)) {
      let value = level(Double(hop - first) * FeatureRow.hopSeconds)
      var quality = SignalQuality()
      quality.flatness = value > 3 ? 0.5 : 0.9
      quality.neighbourCorrelation = value > 3 ? 0.7 : 0.1
      var row = FeatureRow(hop: hop, shortRMS: value, level: value, quality: quality)
      change(&row)
      rows.append(row)
    }
  }

  /// Adds a minute and more of rest with one fasciculation every `interval` seconds.
  mutating func addFasciculations(seconds: Double, every interval: Double) {
    let hops = Int(interval * Double(FeatureRow.hopsPerSecond))
    add(seconds: seconds) { _ in
      2
    } change: { row in
      row.fasciculations = row.hop % hops == 0 ? 1 : 0
    }
  }

  /// The time, in seconds, at which the last row ends.
  var end: Double { rows.last?.end ?? 0 }

  /// What is told of one type under a profile.
  func events(_ type: EventType, _ profile: Profile) -> [CrampEvent] {
    all(profile).filter { $0.type == type }
  }

  /// What is told under a profile.
  func all(_ profile: Profile) -> [CrampEvent] {
    let channel = ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(1_000))
    let stream = StreamDescription(sensor: "test", driver: "test", channels: [channel])
    var detector = CrampDetector(stream: stream, profile: profile)
    var events: [CrampEvent] = []
    for row in rows { detector.advance(row, channel: 0, into: &events) }
    return events
  }
}

extension CrampEvent {
  /// Seconds from the start of the stream to when it happened.
  var seconds: Double { time.seconds(since: .epoch) }
  /// Seconds from the start of the stream to when it was decided.
  var told: Double { detected.seconds(since: .epoch) }
}
