/// The moments of an account as lines through the plots, with their names above.
struct SVGMarks {
  private static let rows = 4
  let body: String

  init(_ marks: [Account.Mark], _ window: DrawnWindow, _ layout: PanelLayout) {
    var ends = [Double](repeating: -.infinity, count: Self.rows)
    var body = ""
    for mark in marks where window.span.contains(mark.time) {
      let x = layout.x(mark.time)
      let text = "\(mark.name) \(NumberText.clock(mark.time))"
      let width = Double(text.count) * PanelLayout.letter
      let isLast = x + 4 + width > PanelLayout.width
      let left = isLast ? x - 4 - width : x + 4
      // The line runs down through the rows below, so these must be free at its place too.
      let row = ends.indices.first { row in ends[row...].allSatisfy { $0 < min(left, x) } }
      let used = row ?? Self.rows - 1
      ends[used] = max(left + width, x)
      let y = layout.samples.top - 44 + 13 * Double(used)
      body += SVGText(text, isLast ? x - 4 : x + 4, y, anchor: isLast ? "end" : "start").element
      body += SVGPlots.path(
        "M\(XMLText.number(x)) \(XMLText.number(y - 9))V\(XMLText.number(layout.envelope.bottom))",
        "mark"
      )
    }
    self.body = body
  }
}
