/// A row of small bars, for a glance at how a number goes.
struct Sparkline {
  private let bars: [Character]
  private let nothing: Character

  init(_ glyphs: Glyphs) {
    switch glyphs {
    case .ascii: (bars, nothing) = (Array("_.,-=+*#"), " ")
    case .unicode: (bars, nothing) = (Array("▁▂▃▄▅▆▇█"), "·")
    }
  }

  /// Draws values from the lowest, which gets the lowest bar, to the highest.
  ///
  /// - Parameter values: In order; `nil` is nothing known.
  /// - Returns: One character for each.
  func text(_ values: [Double?]) -> String {
    let known = values.compactMap(\.self)
    let low = known.min() ?? 0
    let width = (known.max() ?? 0) - low
    return String(
      values.map { value in
        guard let value else { return nothing }
        guard width > 0 else { return bars[bars.count / 2] }
        let place = (value - low) / width * Double(bars.count - 1)
        return bars[min(bars.count - 1, max(0, Int(place.rounded())))]
      }
    )
  }
}
