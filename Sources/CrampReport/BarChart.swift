/// Counts as bars, each with its number.
struct BarChart {
  private let title: String
  private let bars: [(name: String, count: Int, isComplete: Bool)]
  private let strip = Strip(top: 18, height: 150)

  /// Prepares a chart.
  ///
  /// - Parameters:
  ///   - title: What is counted.
  ///   - bars: Names and counts; those that are not complete are drawn hollow.
  init(title: String, bars: [(name: String, count: Int, isComplete: Bool)]) {
    self.title = title
    self.bars = bars
  }

  /// The chart.
  func markup(identity: String) -> Markup {
    let scale = Scale(linear: bars.map { Double($0.count) } + [1], includesZero: true)
    let words = bars.map { "\($0.name): \($0.count)" }.joined(separator: "; ")
    var drawing = Drawing(identity: identity, height: 208, title: title, description: words)
    let left = SignalAxis.left
    drawing.rectangle(left, strip.top, SignalAxis.right - left, strip.height, "frame")
    let width = (SignalAxis.right - left) / Double(max(1, bars.count))
    // A name needs about 62 units.
    let every = max(1, Int((62 / width).rounded(.up)))
    for (index, bar) in bars.enumerated() {
      let middle = left + (Double(index) + 0.5) * width
      let y = strip.y(scale.place(Double(bar.count)))
      let thickness = min(36, width * 0.7)
      let kind = bar.isComplete ? "bar" : "bar hollow"
      drawing.rectangle(middle - thickness / 2, y, thickness, strip.bottom - y, kind)
      if width > 14 { drawing.text(String(bar.count), middle, y - 4, anchor: "middle") }
      if index % every == 0 { drawing.text(bar.name, middle, strip.bottom + 18, anchor: "middle") }
    }
    return drawing.markup
  }
}
