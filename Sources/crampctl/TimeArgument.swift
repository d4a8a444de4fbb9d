import ArgumentParser
import CrampModel

/// A point in time as a person writes it.
struct TimeArgument: ExpressibleByArgument, Sendable {
  static let help =
    "RFC 3339, YYYY-MM-DD, today, yesterday, the last HH:MM, or how long ago: 90m, 2h, 3d, 1w."

  private enum Form {
    case exact(Timestamp)
    case day(CivilTime)
    case daysAgo(Int)
    case clock(hour: Int, minute: Int)
    case ago(Double)
  }

  private let form: Form

  init?(argument: String) {
    let text = argument.lowercased()
    if let time = Timestamp(rfc3339: argument) {
      form = .exact(time)
    } else if text == "today" || text == "yesterday" {
      form = .daysAgo(text == "today" ? 0 : 1)
    } else if let day = Self.day(text) {
      form = .day(day)
    } else if let clock = Self.clock(text) {
      form = clock
    } else if let seconds = Self.ago(text) {
      form = .ago(seconds)
    } else {
      return nil
    }
  }

  /// The point in time, seen from `now`; days begin at midnight of this machine's time zone.
  func timestamp(now: Timestamp) -> Timestamp {
    switch form {
    case .exact(let time): return time
    case .day(let day): return LocalTime.timestamp(of: day)
    case .ago(let seconds): return now.advanced(bySeconds: -seconds)
    case .daysAgo(let days):
      let day = LocalTime.midnight(of: now).timestamp.advanced(bySeconds: -86_400 * Double(days))
      return LocalTime.timestamp(of: CivilTime(day))
    case .clock(let hour, let minute): return Self.last(hour, minute, before: now)
    }
  }

  /// The last time at which this machine's clocks showed an hour and a minute.
  private static func last(_ hour: Int, _ minute: Int, before now: Timestamp) -> Timestamp {
    var civil = LocalTime.midnight(of: now)
    civil.hour = hour
    civil.minute = minute
    let today = LocalTime.timestamp(of: civil)
    guard today > now else { return today }
    return LocalTime.timestamp(of: CivilTime(civil.timestamp.advanced(bySeconds: -86_400)))
  }

  private static func clock(_ text: String) -> Form? {
    guard let match = text.wholeMatch(of: /([01]?[0-9]|2[0-3]):([0-5][0-9])/),
      let hour = Int(match.output.1), let minute = Int(match.output.2)
    else { return nil }
    return .clock(hour: hour, minute: minute)
  }

  private static func day(_ text: String) -> CivilTime? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2] else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    return CivilTime(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  private static func ago(_ text: String) -> Double? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    let length = text.hasSuffix(" ago") ? text.dropLast(4) : text[...]
    guard let letter = length.last, let unit = units[letter],
      let count = Double(length.dropLast()), count >= 0, count < 1e6
    else { return nil }
    return count * unit
  }
}
