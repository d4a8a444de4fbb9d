public import CrampModel

/// Members of events as what they are, whatever a line of a file says.
extension CrampEvent {
  /// A number.
  ///
  /// - Parameter key: The member's name.
  /// - Returns: The number; `nil` if there is none of that name.
  public func number(_ key: EventKey) -> Double? {
    switch self[key] {
    case .number(let number): number
    case .count(let count): Double(count)
    case .text, .texts, .flag, nil: nil
    }
  }

  /// A text.
  ///
  /// - Parameter key: The member's name.
  /// - Returns: The text; `nil` if there is none of that name.
  public func text(_ key: EventKey) -> String? {
    guard case .text(let text) = self[key] else { return nil }
    return text
  }

  /// A level in the channel's unit, from the member in microvolts or from the one without a unit.
  ///
  /// - Parameters:
  ///   - microvolts: The name of the one.
  ///   - plain: The name of the other.
  /// - Returns: The level; `nil` if there is neither.
  public func level(_ microvolts: EventKey, _ plain: EventKey) -> Double? {
    number(microvolts) ?? number(plain)
  }

  /// The unit of its levels, such as `µV`; `nil` if it has no level.
  public var levelUnit: String? {
    text(.unit) ?? (details.contains { $0.key.rawValue.hasSuffix("_uv") } ? "µV" : nil)
  }
}
