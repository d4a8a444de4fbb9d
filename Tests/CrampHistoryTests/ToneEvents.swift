import CrampHistory
import CrampModel

/// Makes the events of spans of resting tone.
struct ToneEvents {
  var channel = "calf"
  var modality = Modality.emg
  /// 2026-01-01T23:00:00Z.
  static let elevenAtNight = Timestamp(microseconds: 1_767_308_400_000_000)

  /// An hour of a night, by the number of the night and of the hour.
  func hour(
    _ hour: Int = 0,
    ofNight night: Int,
    tone: Double?,
    still: Int64 = 3_000,
    duration: Double = 3_600
  ) -> CrampEvent {
    let seconds = Double(night) * 86_400 + Double(hour) * 3_600
    let time = Self.elevenAtNight.advanced(bySeconds: seconds)
    var details = [
      EventDetail(.duration, .number(duration)), EventDetail(.still, .count(still)),
      EventDetail(.clear, .number(1)), EventDetail(.reason, .text("hour")),
    ]
    if let tone { details.append(EventDetail(.toneMicrovolts, .number(tone))) }
    return event(.tone, at: time, details)
  }

  func event(
    _ type: EventType,
    at time: Timestamp,
    episode: EventID? = nil,
    _ details: [EventDetail]
  ) -> CrampEvent {
    CrampEvent(
      id: EventID(time: time, randomHigh: 1, randomLow: 1),
      type: type,
      time: time,
      detected: time,
      sensor: "synthetic:night",
      channel: channel,
      modality: modality,
      episode: episode,
      details: details
    )
  }

  /// A cramp that is told at a level.
  func cramp(_ number: UInt64, level: Double) -> CrampEvent {
    event(
      .crampOnset,
      at: Self.elevenAtNight,
      episode: EventID(high: 1, low: number),
      [EventDetail(.rmsMicrovolts, .number(level))]
    )
  }
}
