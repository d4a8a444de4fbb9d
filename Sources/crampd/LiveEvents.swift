import CrampModel
import Foundation

/// Makes the events that the daemon itself tells of, with the time of the system's clock.
struct LiveEvents: Sendable {
  /// The present time.
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
  }

  /// An event that happens now.
  static func event(
    _ type: EventType,
    sensor: String? = nil,
    channel: String? = nil,
    episode: EventID? = nil,
    time: Timestamp? = nil,
    details: [EventDetail] = []
  ) -> CrampEvent {
    var generator = SystemRandomNumberGenerator()
    let now = Self.now
    return CrampEvent(
      id: EventID(time: now, randomHigh: generator.next(), randomLow: generator.next()),
      type: type,
      time: time ?? now,
      detected: now,
      sensor: sensor,
      channel: channel,
      episode: episode,
      details: details
    )
  }
}
