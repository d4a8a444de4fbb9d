import CrampHistory

/// Numbers over nights as dots, with the line of a trend where there is one.
struct TrendChart {
  /// One kind of dot.
  struct Series {
    let name: String
    /// Night and number, by night.
    let points: [(night: NightDate, number: Double)]
  }

  private let title: String
  private let unit: String
  private let series: [Series]
  private let line: [(night: NightDate, number: Double)]
  private let strip = Strip(top: 26, height: 150)

  /// Prepares a chart.
  ///
  /// - Parameters:
  ///   - title: What the numbers are.
  ///   - unit: Their unit.
  ///   - series: Three at most have a form of their own.
  ///   - line: The course of a trend, by night.
  init(
    title: String,
    unit: String,
    series: [Series],
    line: [(night: NightDate, number: Double)] = []
  ) {
    self.title = title
    self.unit = unit
    self.series = series.filter { !$0.points.isEmpty }
    self.line = line
  }

  /// The chart; `nil` without a number.
  func markup(identity: String) -> Markup? {
    let points = series.flatMap(\.points)
    guard let first = points.map(\.night).min(), let last = points.map(\.night).max() else {
      return nil
    }
    let heights = Scale(
      linear: (points + line).map(\.number),
      includesZero: true
    )
    let times = Scale(from: Double(first.day) - 0.6, to: Double(last.day) + 0.6)
    var drawing = Drawing(identity: identity, height: 232, title: title, description: words)
    let left = SignalAxis.left
    drawing.rectangle(left, strip.top, SignalAxis.right - left, strip.height, "frame")
    for tick in heights.ticks {
      let y = strip.y(heights.place(tick))
      drawing.path("M\(Figure.coordinate(left)) \(Figure.coordinate(y))h-4", "tick")
      drawing.text(Figure.short(tick), left - 7, y + 4, anchor: "end")
    }
    drawing.upright(unit, 14, strip.top + strip.height / 2)
    Self.drawNights(&drawing, from: first, to: last, times, strip)
    drawLine(&drawing, times, heights)
    for (form, one) in series.enumerated() {
      for point in one.points {
        let place = (x(point.night, times), strip.y(heights.place(point.number)))
        drawing.dot(place.0, place.1, "dot dot\(form % 3)", form: form)
      }
    }
    drawLegend(&drawing)
    return drawing.markup
  }

  /// Marks nights along the bottom.
  static func drawNights(
    _ drawing: inout Drawing,
    from first: NightDate,
    to last: NightDate,
    _ times: Scale,
    _ strip: Strip
  ) {
    let step = max(1, (last.day - first.day + 4) / 4)
    for day in stride(from: first.day, through: last.day, by: step) {
      let night = NightDate(day: day)
      let x = SignalAxis.left + times.place(Double(day)) * (SignalAxis.right - SignalAxis.left)
      drawing.path("M\(Figure.coordinate(x)) \(Figure.coordinate(strip.bottom))v4", "tick")
      drawing.text(LocalCalendar.short(night), x, strip.bottom + 18, anchor: "middle")
    }
  }

  private func x(_ night: NightDate, _ times: Scale) -> Double {
    SignalAxis.left + times.place(Double(night.day)) * (SignalAxis.right - SignalAxis.left)
  }

  private func drawLine(_ drawing: inout Drawing, _ times: Scale, _ heights: Scale) {
    let places = line.map { point in
      "\(Figure.coordinate(x(point.night, times))) "
        + Figure.coordinate(strip.y(heights.place(point.number)))
    }
    drawing.path(places.isEmpty ? "" : "M" + places.joined(separator: "L"), "trend")
  }

  /// Only where there is more than one series to tell apart.
  private func drawLegend(_ drawing: inout Drawing) {
    guard series.count > 1 else { return }
    for (form, one) in series.enumerated() {
      let x = SignalAxis.left + Double(form) * 140 + 6
      drawing.dot(x, 12, "dot dot\(form % 3)", form: form)
      drawing.text(one.name, x + 9, 16)
    }
  }

  private var words: String {
    let parts = series.compactMap { one -> String? in
      guard let first = one.points.first, let last = one.points.last else { return nil }
      let name = PlainText.shortened(one.name)
      return "\(name): \(Figure.count(one.points.count, "value")), "
        + "from \(Figure.significant(first.number)) on \(LocalCalendar.words(first.night)) "
        + "to \(Figure.significant(last.number)) \(unit) on \(LocalCalendar.words(last.night))."
    }
    return parts.joined(separator: " ")
  }
}
