import CrampModel

extension CrampEvent {
  /// The number of a member; `nil` if it has none or is no number.
  func number(_ key: EventKey) -> Double? {
    switch self[key] {
    case .number(let number): number
    case .count(let count): Double(count)
    case .text, .texts, .flag, .none: nil
    }
  }

  /// The words of a member; `nil` if it has none or is no text.
  func word(_ key: EventKey) -> String? {
    if case .text(let text) = self[key] { text } else { nil }
  }
}
