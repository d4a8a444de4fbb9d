import CrampModel
import EventJournal
import Foundation

/// A month of a person's journal, drawn from a seed: nights with tone that falls, cramps, labels,
/// and sessions of practice.
struct ReportJournal {
  static let nights = 30
  /// The evening of the first night, in UTC.
  static let first = Timestamp(rfc3339: "2026-10-01T22:00:00Z") ?? .epoch

  private(set) var events: [CrampEvent] = []
  private var random: SplitMix64
  private var number: UInt64 = 0

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    add(.daemonStarted, Self.first.advanced(bySeconds: -3_600), [.init(.version, .text("0.1.0"))])
    let names = EventDetail(.channels, .texts(["left-calf", "right-calf"]))
    add(
      .sensorAttached,
      Self.first.advanced(bySeconds: -3_500),
      [.init(.driver, .text("synthetic")), names],
      sensor: "synthetic:month"
    )
    for night in 0..<Self.nights { addNight(night) }
    for session in 0..<12 { addSession(session) }
    let end = Self.first.advanced(bySeconds: Double(Self.nights) * 86_400)
    add(.daemonStopped, end, [])
  }

  /// Writes the journal of a daemon that is stopped.
  func write(to path: String) async throws {
    let journal = try EventJournal(path: path)
    for start in stride(from: 0, to: events.count, by: 200) {
      _ = try await journal.append(Array(events[start..<min(start + 200, events.count)]))
    }
    try await journal.close()
  }

  private mutating func addNight(_ night: Int) {
    let evening = Self.first.advanced(bySeconds: Double(night) * 86_400)
    for hour in 0..<8 {
      for channel in ["left-calf", "right-calf"] {
        let tone = 4 * (1 - 0.01 * Double(night)) * (0.97 + 0.06 * random.uniform())
        add(
          .tone,
          evening.advanced(bySeconds: Double(hour) * 3_600),
          [
            .init(.duration, .number(3_600)), .init(.still, .number(3_000)),
            .init(.clear, .number(0.95)), EventDetail.rounded(.toneMicrovolts, tone, decimals: 3),
            .init(.levelMicrovolts, .number(5)), .init(.reason, .text("hour")),
          ].compactMap(\.self),
          channel: channel
        )
      }
    }
    guard random.uniform() < 0.5 else { return }
    addCramp(at: evening.advanced(bySeconds: 3_600 + 20_000 * random.uniform()), label: night % 4)
  }

  private mutating func addCramp(at time: Timestamp, label: Int?) {
    number += 1
    let episode = EventID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0000 | number)
    let seconds = (20 + 100 * random.uniform()).rounded()
    for (index, channel) in ["left-calf", "right-calf"].prefix(1 + Int(number % 2)).enumerated() {
      let onset = time.advanced(bySeconds: 1.5 * Double(index))
      let levels: [EventDetail] = [
        .init(.confidence, .number(0.97)), .init(.rmsMicrovolts, .number(60)),
        .init(.restMicrovolts, .number(4)), .init(.onMicrovolts, .number(7.2)),
        .init(.offMicrovolts, .number(5.1)), .init(.restRatio, .number(15)),
        .init(.medianFrequency, .number(71)), .init(.profile, .text("night")),
        .init(.detector, .text("2.0")),
      ]
      let spread: [EventDetail] = index == 0 ? [] : [.init(.spreadFrom, .text("left-calf"))]
      add(.crampOnset, onset, levels + spread, channel: channel, episode: episode)
      add(
        .crampRelease,
        onset.advanced(bySeconds: seconds),
        [
          .init(.duration, .number(seconds)), .init(.peakMicrovolts, .number(120)),
          .init(.peakRatio, .number(30)), .init(.kind, .text("abrupt")),
          .init(.reason, .text("relaxed")),
        ],
        channel: channel,
        episode: episode
      )
    }
    guard let label, label < 3 else { return }
    let verdict = label == 2 ? "false-alarm" : "confirmed"
    add(
      .episodeLabelled,
      time,
      [
        .init(.verdict, .text(verdict)), .init(.severity, .number(Double(3 + label))),
        .init(.side, .text("left")), .init(.text, .text("<b>woke</b> & \u{202E}stretched")),
      ],
      episode: episode
    )
  }

  private mutating func addSession(_ index: Int) {
    let day = Double(index * 2)
    let begin = Self.first.advanced(bySeconds: day * 86_400 + 17 * 3_600)
    let head: [EventDetail] = [.init(.name, .text("calf")), .init(.kind, .text("practice"))]
    let session = add(.sessionStarted, begin, head).id.description
    addCramp(at: begin.advanced(bySeconds: 300), label: nil)
    let end = begin.advanced(bySeconds: 1_200)
    add(
      .sessionChannel,
      end,
      [
        .init(.session, .text(session)), .init(.name, .text("calf")), .init(.count, .count(1)),
        .init(.letGo, .number(30 - Double(index))), .init(.repetitions, .count(10)),
        .init(.crampsPerRepetition, .number(0.1)), .init(.toneBeforeMicrovolts, .number(4)),
        .init(.toneAfterMicrovolts, .number(3.5)),
      ],
      channel: "left-calf"
    )
    add(
      .sessionEnded,
      end,
      head + [.init(.session, .text(session)), .init(.reason, .text("person"))]
    )
  }

  @discardableResult
  private mutating func add(
    _ type: EventType,
    _ time: Timestamp,
    _ details: [EventDetail],
    sensor: String? = nil,
    channel: String? = nil,
    episode: EventID? = nil
  ) -> CrampEvent {
    let event = CrampEvent(
      id: EventID(time: time, randomHigh: random.next(), randomLow: random.next()),
      type: type,
      time: time,
      detected: time,
      sensor: channel == nil ? sensor : "synthetic:month",
      channel: channel,
      modality: channel == nil ? nil : .emg,
      episode: episode,
      details: details
    )
    events.append(event)
    return event
  }
}
