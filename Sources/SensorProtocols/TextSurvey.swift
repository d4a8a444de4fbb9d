import CrampModel

/// Finds out what the lines of a sensor look like and how fast they come.
///
/// Banners and menus may come among the first lines; what most lines have in common counts.
struct TextSurvey: Hashable, Sendable {
  /// Seconds over which the rate is measured.
  static let span = 5.0
  private static let fewestLines = 6
  private static let mostKinds = 16

  private struct Kind: Hashable, Sendable {
    let columns: TextColumns
    let first: Duration
    /// Lines that came together with the first one.
    var together = 1
    var count = 1
    var last: Duration

    var seconds: Double { (last - first) / .seconds(1) }
  }

  private var kinds: [Kind] = []
  private var total = 0

  /// Takes in the columns of a line with numbers.
  mutating func note(_ columns: TextColumns, at time: Duration) {
    total += 1
    guard let index = kinds.firstIndex(where: { $0.columns == columns }) else {
      if kinds.count < Self.mostKinds {
        kinds.append(Kind(columns: columns, first: time, last: time))
      }
      return
    }
    kinds[index].count += 1
    if kinds[index].first == time { kinds[index].together += 1 }
    kinds[index].last = time
  }

  /// Whether there was any line with numbers.
  var isEmpty: Bool { total == 0 }

  /// What most lines have in common, once that is certain.
  ///
  /// - Parameter needsRate: Whether the rate is to be measured too, to three digits.
  /// - Returns: The columns and, if it was measured, the rate.
  func result(needsRate: Bool) -> (columns: TextColumns, rate: Hertz?)? {
    guard let best = kinds.max(by: { $0.count < $1.count }), best.count * 2 > total,
      best.count >= Self.fewestLines
    else { return nil }
    guard needsRate else { return (best.columns, nil) }
    guard best.seconds >= Self.span, best.count > best.together else { return nil }
    let rate = Double(best.count - best.together) / best.seconds
    return (best.columns, Hertz(roundedToThreeDigits(rate)))
  }

  private func roundedToThreeDigits(_ rate: Double) -> Double {
    var unit = 1.0
    while rate / unit >= 1_000 { unit *= 10 }
    while rate / unit < 100, unit > 1e-6 { unit /= 10 }
    return (rate / unit).rounded() * unit
  }
}
