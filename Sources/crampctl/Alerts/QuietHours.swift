import ArgumentParser

/// Hours of the day in which nothing is to happen, by this machine's clocks; may go over midnight.
struct QuietHours: ExpressibleByArgument, Hashable, Sendable {
  /// Minutes of the day, the first within and the second not.
  private let from: Int
  private let end: Int

  init?(argument: String) {
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    let minutes = parts.compactMap(Self.minute(_:))
    guard parts.count == 2, minutes.count == 2, minutes[0] != minutes[1] else { return nil }
    (from, end) = (minutes[0], minutes[1])
  }

  /// Reads them, and says what they may be.
  ///
  /// - Parameter text: What a person wrote.
  /// - Returns: The hours.
  /// - Throws: `ValidationError` if they are none.
  static func read(_ text: String) throws -> Self {
    guard let hours = Self(argument: text) else {
      throw ValidationError("two different times from 00:00 to 24:00: 22:00-07:00")
    }
    return hours
  }

  /// Whether a minute of the day, counted from midnight, is within.
  func contains(_ minute: Int) -> Bool {
    from < end ? (from..<end).contains(minute) : minute >= from || minute < end
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }),
      parts.allSatisfy({ $0.allSatisfy(\.isNumber) }), parts[1].count == 2,
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0...59).contains(minute)
    else { return nil }
    // 24:00 is the midnight at the end of a day.
    if hour == 24, minute == 0 { return 0 }
    return (0...23).contains(hour) ? hour * 60 + minute : nil
  }
}
