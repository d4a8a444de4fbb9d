import CrampModel

/// Levels of one channel as people read them.
struct LevelText {
  /// The unit as people write it.
  let unit: String

  init(_ unit: SignalUnit) {
    self.unit = unit == .microvolt ? "µV" : unit.rawValue
  }

  /// A level with its unit: `39.6 µV`.
  func text(_ level: Double) -> String {
    "\(NumberText.significant(level)) \(unit)"
  }
}

extension CrampEvent {
  /// A level among the members, whether it is in microvolts or in the channel's unit.
  func level(_ microvolts: EventKey, _ other: EventKey) -> Double? {
    number(microvolts) ?? number(other)
  }
}
