/// What the lines of the plots stand for, with the levels at a time.
struct SVGLegend {
  let body: String

  init(_ window: DrawnWindow, at time: Double?, _ layout: PanelLayout, _ level: LevelText) {
    var entries = [("samples", "samples, lowest to highest"), ("level", "envelope")]
    if let levels = window.levels(at: time) {
      entries += SVGPlots.levels.map { kind, value in (kind, "\(kind) \(level.text(value(levels)))")
      }
    }
    var x = PanelLayout.left
    var body = ""
    for (kind, text) in entries {
      let y = XMLText.number(layout.legend - 4)
      body += SVGPlots.path("M\(XMLText.number(x)) \(y)h22", kind)
      body += SVGText(text, x + 28, layout.legend).element
      x += 28 + Double(text.count) * PanelLayout.letter + 22
    }
    self.body = body
  }
}
