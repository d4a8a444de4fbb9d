import CrampModel
import Foundation

/// Points in time for people, in the machine's time zone.
enum LocalTime {
  /// `2026-11-21 03:51:21`.
  static func dateAndTime(_ time: Timestamp) -> String {
    utc(shifted(time))
  }

  /// The present time.
  static var present: Timestamp {
    Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
  }

  /// `03:51:21`.
  static func time(_ time: Timestamp) -> String {
    String(dateAndTime(time).suffix(8))
  }

  /// `CET`, or what the machine calls its zone.
  static func zone(at time: Timestamp) -> String {
    TimeZone.current.abbreviation(for: date(time)) ?? TimeZone.current.identifier
  }

  /// `2026-11-21 02:51:21`, as it is in UTC.
  static func utc(_ time: Timestamp) -> String {
    let civil = CivilTime(time)
    let day = [civil.month, civil.day].map { NumberText.two($0) }.joined(separator: "-")
    let clock = [civil.hour, civil.minute, civil.second].map { NumberText.two($0) }
    return "\(civil.year)-\(day) \(clock.joined(separator: ":"))"
  }

  /// The point in time at which this machine's clocks show a date and a time of day.
  static func timestamp(of civil: CivilTime) -> Timestamp {
    let guess = civil.timestamp
    // The offset in force near the guess; a second look settles days on which it changes.
    let first = guess.advanced(bySeconds: -Double(offset(at: guess)))
    return guess.advanced(bySeconds: -Double(offset(at: first)))
  }

  /// Now.
  static var now: Timestamp {
    Timestamp(microseconds: Int64((Date.now.timeIntervalSince1970 * 1e6).rounded()))
  }

  /// The date on this machine's calendar, at midnight.
  static func midnight(of time: Timestamp) -> CivilTime {
    var civil = CivilTime(shifted(time))
    civil.hour = 0
    civil.minute = 0
    civil.second = 0
    civil.microsecond = 0
    return civil
  }

  /// The minute of the day that this machine's clocks show, from 0.
  static func minute(of time: Timestamp) -> Int {
    let civil = CivilTime(shifted(time))
    return civil.hour * 60 + civil.minute
  }

  private static func shifted(_ time: Timestamp) -> Timestamp {
    time.advanced(bySeconds: Double(offset(at: time)))
  }

  /// Seconds by which the clocks here are ahead of UTC.
  static func offset(at time: Timestamp) -> Int {
    TimeZone.current.secondsFromGMT(for: date(time))
  }

  private static func date(_ time: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(time.microseconds) / 1e6)
  }
}
