import CrampHistory
public import CrampModel

/// The resting tone of one channel over some spans, from the `tone` events that lie in them.
public enum HoldTone: Hashable, Sendable {
  /// The tone while the muscle was still.
  case tone(Double, unit: String)
  /// The muscle was not still for long enough; its level instead.
  case level(Double, unit: String)
  /// The spans are too short for a tone, or there are none.
  case tooShort
  /// The signal could not be judged.
  case bad
  /// No sample came from the channel.
  case absent

  /// A tone rests on so many still seconds at least, as in the event.
  public static let leastStill = 10.0
  /// Below this share of judged time the signal counts as bad; an assumption.
  public static let leastClear = 0.5

  /// Reads the tone.
  ///
  /// - Parameters:
  ///   - events: The `tone` events of the channel.
  ///   - spans: When the muscle did what is asked about.
  public init(_ events: [CrampEvent], in spans: [Range<Timestamp>]) {
    let length = spans.reduce(0) { $0 + $1.upperBound.seconds(since: $1.lowerBound) }
    let told = events.filter { event in spans.contains { $0.contains(event.middle) } }
    let unit = told.lazy.compactMap(\.levelUnit).first ?? ""
    let still = told.reduce(0) { $0 + ($1.number(.still) ?? 0) }
    if let tone = Self.mean(told, .toneMicrovolts, .tone, by: .still) {
      self = .tone(tone, unit: unit)
    } else if told.isEmpty {
      self = length < Self.leastStill ? .tooShort : .absent
    } else if Self.clear(told) < Self.leastClear {
      self = .bad
    } else if length < Self.leastStill, still >= length / 2 {
      self = .tooShort
    } else if let level = Self.mean(told, .levelMicrovolts, .level, by: .duration) {
      self = .level(level, unit: unit)
    } else {
      self = .tooShort
    }
  }

  /// The tone, where there is one.
  public var value: Double? {
    guard case .tone(let value, unit: _) = self else { return nil }
    return value
  }

  /// By how much a tone differs from one before, as a share; `nil` where one of them is unknown.
  public func change(from before: Self) -> Double? {
    guard let value, let base = before.value, base > 0 else { return nil }
    return value / base - 1
  }

  /// Medians of parts weigh as much as the parts are long: near the median of the whole.
  private static func mean(
    _ events: [CrampEvent],
    _ microvolts: EventKey,
    _ plain: EventKey,
    by weight: EventKey
  ) -> Double? {
    var sum = 0.0
    var weights = 0.0
    for event in events {
      guard let level = event.level(microvolts, plain), let weight = event.number(weight),
        level.isFinite, weight > 0
      else { continue }
      sum += level * weight
      weights += weight
    }
    return weights > 0 ? sum / weights : nil
  }

  private static func clear(_ events: [CrampEvent]) -> Double {
    let length = events.reduce(0) { $0 + ($1.number(.duration) ?? 0) }
    guard length > 0 else { return 0 }
    return events.reduce(0) { $0 + ($1.number(.clear) ?? 0) * ($1.number(.duration) ?? 0) } / length
  }
}

extension CrampEvent {
  /// The middle of a span that is told by its beginning and its end.
  fileprivate var middle: Timestamp {
    time.advanced(bySeconds: detected.seconds(since: time) / 2)
  }
}
