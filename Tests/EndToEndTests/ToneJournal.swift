import CrampModel
import EventJournal
import Foundation

/// A journal with the resting tone of some nights.
struct ToneJournal {
  let path: String

  /// Nights of four hours on two channels, the newest before a time: of EMG, whose tone falls by
  /// 1 % a night, and of a cuff.
  init(path: String, nights: Int, before end: Timestamp) async throws {
    self.path = path
    let journal = try EventJournal(path: path)
    var events: [CrampEvent] = []
    for night in 0..<nights {
      let begin = end.advanced(bySeconds: Double(night - nights) * 86_400)
      for hour in 0..<4 {
        let time = begin.advanced(bySeconds: Double(hour) * 3_600)
        // A different order of the hours in each night, so that no two nights are alike.
        let wave = 1 + 0.02 * Double((night * 3 + hour) % 4)
        let tone = (0..<night).reduce(4 * wave) { tone, _ in tone * 0.99 }
        events.append(Self.tone(tone, at: time, "left-calf"))
        events.append(Self.tone(2.6, at: time, "cuff", .pressure))
      }
    }
    _ = try await journal.append(events)
    try await journal.close()
  }

  static func tone(
    _ tone: Double,
    at time: Timestamp,
    _ channel: String,
    _ modality: Modality = .emg
  ) -> CrampEvent {
    let isPressure = modality == .pressure
    return event(
      .tone,
      at: time,
      channel,
      modality,
      [
        .rounded(isPressure ? .tone : .toneMicrovolts, tone, decimals: 2),
        isPressure ? EventDetail(.unit, .text("kPa")) : nil,
        EventDetail(.duration, .number(3_600)), EventDetail(.still, .count(3_000)),
        EventDetail(.clear, .number(0.98)), EventDetail(.reason, .text("hour")),
      ].compactMap(\.self)
    )
  }

  static func event(
    _ type: EventType,
    at time: Timestamp,
    _ channel: String,
    _ modality: Modality = .emg,
    episode: EventID? = nil,
    _ details: [EventDetail]
  ) -> CrampEvent {
    CrampEvent(
      id: EventID(time: time, randomHigh: UInt64(channel.count), randomLow: 1),
      type: type,
      time: time,
      detected: time,
      sensor: "test:1",
      channel: channel,
      modality: modality,
      episode: episode,
      details: details
    )
  }
}

extension ToneJournal {
  /// An event as the journal holds it.
  static func read(_ json: String) -> CrampEvent? {
    try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
  }
}
