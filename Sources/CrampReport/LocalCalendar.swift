import CrampHistory
import CrampModel

/// Times as the clocks on the wall showed them.
struct LocalCalendar: Sendable {
  /// Local time.
  let offset: LocalOffset

  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// `2026-11-21 03:51:21`.
  func dateAndTime(_ time: Timestamp) -> String {
    let text = shifted(time).description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// `2026-11-21`.
  func date(_ time: Timestamp) -> String { String(dateAndTime(time).prefix(10)) }

  /// `03:51`.
  func clock(_ time: Timestamp) -> String { String(dateAndTime(time).dropFirst(11).prefix(5)) }

  /// `21 November 2026`.
  static func words(_ night: NightDate) -> String {
    let civil = night.evening
    return "\(civil.day) \(months[civil.month - 1]) \(civil.year)"
  }

  /// `21 Nov`.
  static func short(_ night: NightDate) -> String {
    let civil = night.evening
    return "\(civil.day) \(months[civil.month - 1].prefix(3))"
  }

  private func shifted(_ time: Timestamp) -> Timestamp {
    time.advanced(bySeconds: Double(offset(time)))
  }
}
