public import CrampModel

/// Seconds by which local time is ahead of UTC at a point in time.
public typealias LocalOffset = @Sendable (Timestamp) -> Int

/// A night, from noon to noon of local time, named by the date of its evening.
///
/// A cramp before noon belongs to the night that began the evening before, so that what a person
/// remembers in the morning is one night.
public struct NightDate: Hashable, Sendable, Comparable {
  /// Days from 1970-01-01 to the date of the evening.
  public let day: Int

  /// Names a night by its evening.
  ///
  /// - Parameter day: Days since 1970-01-01.
  public init(day: Int) {
    self.day = day
  }

  /// The night that a time lies in.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - offset: Local time.
  public init(of time: Timestamp, offset: LocalOffset) {
    let local = Double(offset(time)) + time.seconds(since: .epoch)
    day = Int(((local - 43_200) / 86_400).rounded(.down))
  }

  /// The night that begins on the date of a time: for what is done by day and has that date.
  ///
  /// - Parameters:
  ///   - time: The time, before or after noon.
  ///   - offset: Local time.
  public init(onDateOf time: Timestamp, offset: LocalOffset) {
    let local = Double(offset(time)) + time.seconds(since: .epoch)
    day = Int((local / 86_400).rounded(.down))
  }

  /// The evening's date; its time of day is midnight.
  public var evening: CivilTime {
    CivilTime(Timestamp(microseconds: Int64(day) * 86_400_000_000))
  }

  /// The day of the week of the evening, from 0, a Monday, to 6.
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    let rest = (day + 3) % 7
    return rest < 0 ? rest + 7 : rest
  }

  /// When it begins: noon of the evening's date.
  ///
  /// - Parameter offset: Local time.
  /// - Returns: The time; where clocks are set just then, an hour may lie between two nights.
  public func begin(offset: LocalOffset) -> Timestamp {
    let noon = Timestamp(microseconds: (Int64(day) * 86_400 + 43_200) * 1_000_000)
    let guess = noon.advanced(bySeconds: -Double(offset(noon)))
    return noon.advanced(bySeconds: -Double(offset(guess)))
  }

  /// The night so many nights later.
  ///
  /// - Parameter nights: Negative for earlier ones.
  /// - Returns: The night.
  public func advanced(by nights: Int) -> Self {
    Self(day: day + nights)
  }

  /// Orders nights from past to future.
  public static func < (left: Self, right: Self) -> Bool {
    left.day < right.day
  }
}

extension NightDate: CustomStringConvertible {
  /// The evening's date: `2026-11-21`.
  public var description: String { String(evening.timestamp.description.prefix(10)) }
}
