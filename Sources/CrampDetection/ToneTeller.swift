public import CrampModel

/// Tells of the resting tone of all channels of one stream, hour by hour and when it is asked to.
///
/// Rows come hop by hop, all channels of a hop before the next hop; the answer depends on them and
/// on the hop at which a cut was asked for. Hours are full ones of the civil clock in UTC, by the
/// stream's start and the number of hops since.
public struct ToneTeller: Sendable {
  private var stream: StreamDescription
  private var identity: DetectorIdentity
  private var meters: [ToneMeter]
  private var numberOfIDs: UInt64 = 0
  private var lastOfHour: Int
  private var hop = -1

  /// A teller for a stream.
  ///
  /// - Parameters:
  ///   - stream: Its channels.
  ///   - identity: Where the identities of events come from.
  public init(stream: StreamDescription, identity: DetectorIdentity) {
    self.stream = stream
    self.identity = identity
    meters = stream.channels.map { ToneMeter($0.modality) }
    lastOfHour = Self.lastHop(ofHourAt: stream.start)
  }

  /// Takes in a hop of one channel.
  ///
  /// - Parameters:
  ///   - toneHop: The hop.
  ///   - channel: The channel's index in the stream.
  ///   - events: Where events are appended.
  public mutating func advance(
    _ toneHop: ToneHop,
    channel: Int,
    into events: inout [CrampEvent]
  ) {
    hop = toneHop.hop
    if let summary = meters[channel].advance(toneHop) { tell(summary, .end, channel, &events) }
    guard channel == meters.count - 1, hop >= lastOfHour else { return }
    cut(.hour, into: &events)
    lastOfHour += Self.hopsPerHour
  }

  /// Ends the spans of all channels; new ones begin with the next hop.
  ///
  /// A passing mark ends only those that have a tone.
  ///
  /// - Parameters:
  ///   - reason: Why.
  ///   - events: Where events are appended; nothing is told of a span below a second, nor of one in
  ///     which nothing could be judged.
  public mutating func cut(_ reason: ToneCut, into events: inout [CrampEvent]) {
    for channel in meters.indices {
      switch reason {
      case .session:
        let (before, last) = meters[channel].cutLastMinute()
        tell(before, reason, channel, &events)
        tell(last, reason, channel, &events)
      case .passingMark where !meters[channel].hasTone:
        break
      case .hour, .mark, .passingMark, .end:
        tell(meters[channel].cut(), reason, channel, &events)
      }
    }
  }

  /// Goes on with other names; what was so far is told under the old ones.
  ///
  /// - Parameters:
  ///   - stream: The same channels.
  ///   - events: Where events are appended.
  public mutating func rename(_ stream: StreamDescription, into events: inout [CrampEvent]) {
    precondition(stream.channels.count == meters.count, "the channels are the same")
    cut(.end, into: &events)
    self.stream = stream
  }

  private mutating func tell(
    _ summary: ToneSummary,
    _ reason: ToneCut,
    _ channel: Int,
    _ events: inout [CrampEvent]
  ) {
    guard summary.hops >= FeatureRow.hopsPerSecond, summary.judged > 0 else { return }
    let meter = meters[channel]
    var details = [EventDetail(.reason, .text(reason.reason))]
    summary.describe(in: stream.channels[channel], rest: meter.rest, on: meter.on, into: &details)
    numberOfIDs += 1
    let decided = time(ofHop: hop + 1)
    events.append(
      CrampEvent(
        id: identity.next(
          sensor: stream.sensor,
          subject: EventType.tone.rawValue,
          number: numberOfIDs,
          time: decided
        ),
        type: .tone,
        time: time(ofHop: summary.begin),
        detected: time(ofHop: summary.end),
        sensor: stream.sensor,
        channel: stream.channels[channel].name,
        modality: stream.channels[channel].modality,
        details: details
      )
    )
  }

  private func time(ofHop hop: Int) -> Timestamp {
    stream.start.advanced(bySeconds: Double(hop) * FeatureRow.hopSeconds)
  }

  /// The hop that ends at the next full hour, or is the first to go beyond it.
  private static func lastHop(ofHourAt start: Timestamp) -> Int {
    let past = start.microseconds % microsecondsPerHour
    let left = microsecondsPerHour - (past < 0 ? past + microsecondsPerHour : past)
    return Int((left + microsecondsPerHop - 1) / microsecondsPerHop) - 1
  }

  private static let microsecondsPerHour: Int64 = 3_600_000_000
  private static let microsecondsPerHop: Int64 = 50_000
  private static let hopsPerHour = 3_600 * FeatureRow.hopsPerSecond
}
