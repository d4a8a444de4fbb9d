/// A point in civil time, in whole microseconds since 1970-01-01T00:00:00Z (leap seconds ignored).
public struct Timestamp: Hashable, Sendable, Comparable {
  /// Microseconds since the Unix epoch; negative before it.
  public let microseconds: Int64

  /// The Unix epoch, the start of a recording that does not name its own.
  public static let epoch = Self(microseconds: 0)

  /// Wraps a count of microseconds since the Unix epoch.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The time `seconds` later, rounded to the microsecond; clamped where it would overflow.
  public func advanced(bySeconds seconds: Double) -> Self {
    let offset = (seconds * 1e6).rounded()
    guard offset.isFinite, abs(offset) < 9e18 else { return self }
    return Self(microseconds: microseconds &+ Int64(offset))
  }

  /// Seconds from `earlier` to this time.
  public func seconds(since earlier: Self) -> Double {
    Double(microseconds &- earlier.microseconds) / 1e6
  }

  /// Orders times from past to future.
  public static func < (left: Self, right: Self) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with microseconds: `2026-11-21T02:51:21.123456Z`.
  public var description: String {
    let civil = CivilTime(self)
    return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))T"
      + "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))."
      + "\(padded(civil.microsecond, 6))Z"
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
