import ArgumentParser

/// At most so many in any stretch of time of a length.
struct RateLimit: ExpressibleByArgument, Hashable, Sendable {
  /// How many at most.
  static let possibleCount = 1...1_000
  /// How long the stretch may be, in seconds: up to a month.
  static let possiblePeriod = 1.0...2_678_400

  private let count: Int
  /// In seconds.
  private let period: Double
  /// When the last ones were admitted, the oldest first; never more than `count`.
  private var admitted: [Double] = []

  /// Reads `1/10m`, `3/1h` or `6/h`.
  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), Self.possibleCount.contains(count),
      let period = LengthArgument(argument: String(parts[1]))?.seconds,
      Self.possiblePeriod.contains(period)
    else { return nil }
    self.count = count
    self.period = period
  }

  /// Reads it, and says what it may be.
  ///
  /// - Parameter text: What a person wrote.
  /// - Returns: The limit.
  /// - Throws: `ValidationError` if it is none.
  static func read(_ text: String) throws -> Self {
    guard let limit = Self(argument: text) else {
      throw ValidationError(
        "how many, 1 to 1000, in how long, 1s to 31d: 1/10m, 3/1h, 6/d; the units are s, m, h, d"
      )
    }
    return limit
  }

  /// Whether one more is admitted at a time in seconds; it counts if so.
  mutating func admits(at now: Double) -> Bool {
    admitted.removeAll { now - $0 >= period }
    guard admitted.count < count else { return false }
    admitted.append(now)
    return true
  }
}

/// A length of time as a person writes it: `30s`, `10m`, `2h`, `h`, `1d`, or seconds.
struct LengthArgument: ExpressibleByArgument, Hashable, Sendable {
  private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]

  let seconds: Double

  init?(argument: String) {
    let unit = argument.last.flatMap { Self.units[$0] }
    let digits = unit == nil ? argument[...] : argument.dropLast()
    guard let number = digits.isEmpty && unit != nil ? 1 : Double(digits), number > 0, number < 1e9
    else { return nil }
    seconds = number * (unit ?? 1)
  }

  /// Reads it, and says what it may be.
  ///
  /// - Parameter text: What a person wrote.
  /// - Returns: The length.
  /// - Throws: `ValidationError` if it is none.
  static func read(_ text: String) throws -> Self {
    guard let length = Self(argument: text) else {
      throw ValidationError("a time above 0: 30s, 10m, 2h or 1d")
    }
    return length
  }
}
