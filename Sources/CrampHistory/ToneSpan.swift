public import CrampModel

/// The resting tone of one channel over a span that is over, as its event tells it.
public struct ToneSpan: Hashable, Sendable {
  /// The sensor's identity.
  public var sensor: String
  /// The channel's name.
  public var channel: String
  /// What the channel measures.
  public var modality: Modality
  /// Its beginning.
  public var begin: Timestamp
  /// Its length, in seconds.
  public var duration: Double
  /// Seconds in which the muscle was still and judged.
  public var still: Double
  /// Share of the span that could be judged, 0...1.
  public var clear: Double
  /// The median of the resting tone; `nil` where the muscle was hardly still.
  public var tone: Double?
  /// The median of the level, still or not; `nil` if nothing could be judged.
  public var level: Double?
  /// The resting level in force at its end, if it was known.
  public var rest: Double?
  /// The level above which a contraction began to count at its end, if it was known.
  public var on: Double?
  /// The unit of its levels.
  public var unit: String
  /// Why it ended: `hour`, `session`, `mark` or `end`.
  public var reason: String

  /// Its end.
  public var end: Timestamp { begin.advanced(bySeconds: duration) }

  /// Whether levels compare from night to night.
  ///
  /// A pressure and a force do not: how tight the strap is decides them more than the muscle does.
  public var isElectrical: Bool { modality == .emg || modality == .envelope }

  /// Reads a span; `nil` if the event is of another type or lacks what a span has.
  public init?(_ event: CrampEvent) {
    guard event.type == .tone, let sensor = event.sensor, let channel = event.channel,
      let duration = event.number(.duration), duration > 0, duration < 1e7
    else { return nil }
    self.sensor = sensor
    self.channel = channel
    modality = event.modality ?? .emg
    begin = event.time
    self.duration = duration
    still = min(duration, max(0, event.number(.still) ?? 0))
    clear = event.number(.clear) ?? 0
    tone = Self.positive(event.level(.toneMicrovolts, .tone))
    level = Self.positive(event.level(.levelMicrovolts, .level))
    rest = Self.positive(event.level(.restMicrovolts, .rest))
    on = Self.positive(event.level(.onMicrovolts, .on))
    unit = event.levelUnit ?? "µV"
    reason = event.text(.reason) ?? ""
  }

  private static func positive(_ level: Double?) -> Double? {
    level.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
  }
}
