import CrampHistory
import CrampModel

/// A session as it would stand in a journal, second by second.
struct PlayedSession {
  static let start = Timestamp(microseconds: 1_790_000_000_000_000)
  let session = Session(id: id(0), name: "calf", kind: .practice, since: start)
  private(set) var events: [CrampEvent] = []
  private var count: UInt64 = 0

  static func id(_ number: UInt64) -> EventID {
    EventID(time: start, randomHigh: 0, randomLow: number)
  }

  /// The time so many seconds after the session's beginning.
  static func time(_ seconds: Double) -> Timestamp { start.advanced(bySeconds: seconds) }

  mutating func cue(_ word: String, at seconds: Double, name: String? = nil) {
    var details = [
      EventDetail(.text, .text(word)), EventDetail(.cue, .text(word)),
      EventDetail(.session, .text(session.id.description)),
    ]
    if let name { details.append(EventDetail(.name, .text(name))) }
    tell(.marker, at: seconds, detected: seconds, details)
  }

  mutating func onset(_ episode: UInt64, at seconds: Double, channel: String = "calf") {
    tell(.crampOnset, at: seconds, detected: seconds + 4, [], channel, episode)
  }

  mutating func release(
    _ episode: UInt64,
    at seconds: Double,
    lasted: Double,
    peak: Double,
    channel: String = "calf",
    reason: String = "relaxed"
  ) {
    let details = [
      EventDetail(.peakMicrovolts, .number(peak)), EventDetail(.duration, .number(lasted)),
      EventDetail(.reason, .text(reason)),
    ]
    tell(.crampRelease, at: seconds, detected: seconds + 2, details, channel, episode)
  }

  mutating func tone(
    _ microvolts: Double?,
    from begin: Double,
    to end: Double,
    channel: String = "calf"
  ) {
    let tone = microvolts.map { EventDetail(.toneMicrovolts, .number($0)) }
    tell(.tone, at: begin, detected: end, [tone].compactMap(\.self), channel)
  }

  private mutating func tell(
    _ type: EventType,
    at time: Double,
    detected: Double,
    _ details: [EventDetail],
    _ channel: String? = nil,
    _ episode: UInt64? = nil
  ) {
    count += 1
    events.append(
      CrampEvent(
        seq: Int64(count),
        id: Self.id(1_000 + count),
        type: type,
        time: Self.time(time),
        detected: Self.time(detected),
        sensor: channel == nil ? nil : "sensor",
        channel: channel,
        modality: channel == nil ? nil : .emg,
        episode: episode.map(Self.id(_:)),
        details: details
      )
    )
  }
}
