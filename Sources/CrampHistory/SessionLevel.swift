import CrampModel

/// A level of a muscle with its unit.
public struct SessionLevel: Hashable, Sendable {
  /// The number.
  public let value: Double
  /// The unit, such as `µV`.
  public let unit: String

  /// Puts a number and a unit together.
  public init(_ value: Double, _ unit: String) {
    self.value = value
    self.unit = unit
  }

  /// Reads a level of an event; `nil` if it has none.
  init?(_ event: CrampEvent, _ microvolts: EventKey, _ plain: EventKey) {
    guard let value = event.level(microvolts, plain), value.isFinite else { return nil }
    self.init(value, event[microvolts] == nil ? event.text(.unit) ?? "" : Self.microvolts)
  }

  /// The members that say it, with three digits after the point.
  func details(_ microvolts: EventKey, _ plain: EventKey) -> [EventDetail] {
    if unit == Self.microvolts {
      return [EventDetail.rounded(microvolts, value, decimals: 3)].compactMap(\.self)
    }
    return [EventDetail.rounded(plain, value, decimals: 3), EventDetail(.unit, .text(unit))]
      .compactMap(\.self)
  }

  private static let microvolts = "µV"
}
