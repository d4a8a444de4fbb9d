import CrampModel
import EventJournal

/// What a client wants to hear of.
struct Subscription {
  /// As the journal is asked for it.
  let filter: EventFilter
  /// The types that the patterns of ``filter`` mean; `nil` for all.
  private let types: Set<String>?
  /// How often it wants signals, in hertz; `nil` for never.
  let signalRate: Double?

  /// Every event, and no signals.
  static let all = Self(.all, signalRate: nil)

  init(_ filter: EventFilter, signalRate: Double?) {
    self.filter = filter
    self.signalRate = signalRate
    guard !filter.types.isEmpty else {
      types = nil
      return
    }
    let globs = filter.types.map(EventGlob.init(_:))
    types = Set(
      EventType.allCases.map(\.rawValue).filter { name in globs.contains { $0.matches(name) } }
    )
  }

  /// Whether an event with these members is wanted.
  func wants(type: String, sensor: String?, channel: String?) -> Bool {
    guard types?.contains(type) ?? true else { return false }
    return wants(sensor: sensor, channel: channel)
  }

  /// Whether the sensor and the channel are wanted.
  func wants(sensor: String?, channel: String?) -> Bool {
    Self.contains(filter.sensors, sensor) && Self.contains(filter.channels, channel)
  }

  private static func contains(_ wanted: [String], _ value: String?) -> Bool {
    guard !wanted.isEmpty else { return true }
    guard let value else { return false }
    return wanted.contains(value)
  }
}

/// The parameters of `subscribe`.
struct SubscribeRequest {
  let subscription: Subscription
  private let after: Int64?

  init(_ params: RequestParams, limits: StreamLimits) throws(ProtocolError) {
    try params.allow("after", "types", "sensors", "channels", "signals_hz")
    after = try params.whole("after", in: 0...Int64.max)
    let rates = limits.signalRates
    let rate = try params.number("signals_hz", in: 0...rates.upperBound)
    if let rate, rate != 0, rate < rates.lowerBound {
      throw params.bad("signals_hz", "neither 0 nor a number in \(rates)")
    }
    subscription = Subscription(
      EventFilter(
        types: try params.texts("types"),
        sensors: try params.texts("sensors"),
        channels: try params.texts("channels")
      ),
      signalRate: rate.flatMap { $0 > 0 ? $0 : nil }
    )
  }

  /// The seq after which the subscription begins; `nil` where it goes on where the last one was.
  ///
  /// - Parameters:
  ///   - journal: What it is a cursor on.
  ///   - newest: The newest seq of the journal.
  /// - Returns: The seq, at most the newest.
  /// - Throws: A refusal if the journal has no such seq, or not any more.
  func cursor(in journal: EventJournal, newest: Int64) throws -> Int64? {
    guard let after else { return nil }
    guard after <= newest else {
      throw ProtocolError(
        .badParams,
        "subscribe: after: \(after) is beyond the newest seq, \(newest)"
      )
    }
    // Those who are up to date need no look at the disk.
    guard after < newest else { return after }
    let oldest = try journal.reader.oldestSeq() ?? newest + 1
    guard after >= oldest - 1 else {
      throw ProtocolError(
        .notRetained,
        "subscribe: after: the oldest seq that the journal holds is \(oldest)",
        data: JSONText.object([("oldest", String(oldest))])
      )
    }
    return after
  }
}
