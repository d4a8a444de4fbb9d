import CrampHistory
import CrampModel
import CrampReport

/// A journal as tests of pages write it, by minutes after a midnight in UTC.
struct ReportEvents {
  /// 2026-09-21, a Monday.
  static let midnight = Timestamp(microseconds: 1_789_948_800_000_000)

  private(set) var events: [CrampEvent] = []

  static func time(_ minutes: Double) -> Timestamp { midnight.advanced(bySeconds: 60 * minutes) }

  @discardableResult
  mutating func add(
    _ type: EventType,
    at minutes: Double,
    channel: String? = nil,
    episode: UInt64? = nil,
    _ details: [EventDetail]
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

  /// An hour of tone of each channel.
  mutating func addTone(at minutes: Double, _ microvolts: Double, channels: [String] = ["calf"]) {
    for channel in channels {
      let details: [EventDetail] = [
        .init(.duration, .number(3_600)), .init(.still, .number(3_000)),
        .init(.clear, .number(0.9)), .init(.toneMicrovolts, .number(microvolts)),
      ]
      add(.tone, at: minutes, channel: channel, details)
    }
  }

  /// A practice of 20 minutes in which one movement is repeated and the muscle lets go.
  mutating func addPractice(at minutes: Double, _ name: String, movement: String, letGo: Double) {
    let id = add(
      .sessionStarted,
      at: minutes,
      [.init(.name, .text(name)), .init(.kind, .text("practice"))]
    ).id.description
    let session = EventDetail(.session, .text(id))
    add(
      .marker,
      at: minutes + 1,
      [session, .init(.cue, .text("repetition")), .init(.name, .text(movement))]
    )
    add(
      .sessionChannel,
      at: minutes + 20,
      channel: "calf",
      [session, .init(.name, .text(name)), .init(.letGo, .number(letGo))]
    )
    add(.sessionEnded, at: minutes + 20, [session, .init(.name, .text(name))])
  }

  /// What a report is made of.
  var input: ReportInput {
    ReportInput(
      title: "Report",
      source: "a test",
      made: Self.time(0),
      events: events,
      coverage: Coverage(events: events),
      offset: { _ in 0 },
      zone: "UTC"
    )
  }

  var page: String { ReportPage(input).html }
}
