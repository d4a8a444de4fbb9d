import ArgumentParser
import CrampModel

/// A point in time as a person writes it.
struct TimeArgument: ExpressibleByArgument, Sendable {
  static let help =
    "RFC 3339, YYYY-MM-DD, today, yesterday, or how long ago: 90m, 2h, 3d, 1w."

  private enum Form {
    case exact(Timestamp)
    case day(CivilTime)
    case daysAgo(Int)
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
    }
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
