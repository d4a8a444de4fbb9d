import CrampModel

/// Events of a journal as tests write them: minutes after a noon in UTC.
struct HistoryEvents {
  static let noon = Timestamp(microseconds: 1_790_000_000_000_000 / 86_400_000_000 * 86_400_000_000)
    .advanced(bySeconds: 43_200)

  private(set) var events: [CrampEvent] = []

  static func time(_ minutes: Double) -> Timestamp { noon.advanced(bySeconds: 60 * minutes) }

  /// Adds an event; an episode is named by a number.
  @discardableResult
  mutating func add(
    _ type: EventType,
    at minutes: Double,
    _ channel: String? = nil,
    episode: UInt64? = nil,
    _ details: EventDetail...
  ) -> CrampEvent {
    let seq = Int64(events.count + 1)
    let event = CrampEvent(
      seq: seq,
      id: EventID(high: 0x7000, low: UInt64(seq)),
      type: type,
      time: Self.time(minutes),
      detected: Self.time(minutes),
      sensor: "synthetic:test",
      channel: channel,
      modality: channel == nil ? nil : .emg,
      episode: episode.map { EventID(high: 0x8000, low: $0) },
      details: details
    )
    events.append(event)
    return event
  }
}
