import CrampDetection

/// The samples and the envelope of a window as paths with their axes.
struct SVGPlots {
  let body: String

  init(_ window: DrawnWindow, _ layout: PanelLayout, _ level: LevelText) {
    let samples = SampleScale(window)
    let levels = LevelScale(window)
    var body = Self.frame(layout.samples) + Self.frame(layout.envelope)
    body += Self.axis(samples.ticks.map { ($0, samples.place($0)) }, layout.samples)
    body += Self.axis(levels.ticks.map { ($0, levels.place($0)) }, layout.envelope)
    body += Self.name("samples, \(level.unit)", layout.samples)
    body += Self.name("RMS 250 ms, \(level.unit), log", layout.envelope)
    body += Self.path(Self.samples(window, layout, samples), "samples")
    for (kind, value) in Self.levels {
      body += Self.path(
        Self.steps(window, layout) { column in
          column.levels.map { layout.envelope.y(levels.place(value($0))) }
        },
        kind
      )
    }
    body += Self.path(Self.envelope(window, layout, levels), "level")
    self.body = body + Self.time(window, layout)
  }

  /// The levels that are drawn, by their class.
  static let levels: [(String, @Sendable (ChannelTrace.Levels) -> Double)] = [
    ("rest", { $0.rest }), ("off", { $0.off }), ("on", { $0.on }),
  ]

  /// A path; nothing where there is nothing to draw.
  static func path(_ path: String, _ kind: String) -> String {
    path.isEmpty ? "" : "<path class=\"\(kind)\" d=\"\(path)\"/>\n"
  }

  private static func frame(_ strip: PanelLayout.Strip) -> String {
    "<rect class=\"frame\" x=\"\(XMLText.number(PanelLayout.left))\" "
      + "y=\"\(XMLText.number(strip.top))\" width=\"\(PanelLayout.columns)\" "
      + "height=\"\(XMLText.number(strip.height))\"/>\n"
  }

  private static func axis(_ ticks: [(Double, Double)], _ strip: PanelLayout.Strip) -> String {
    ticks.map { value, place in
      let y = strip.y(place)
      let line = "M\(XMLText.number(PanelLayout.left)) \(XMLText.number(y))h-4"
      let text = value == 0 ? "0" : NumberText.short(value)
      return path(line, "tick")
        + SVGText(text, PanelLayout.left - 7, y + 4, kind: "soft", anchor: "end").element
    }
    .joined()
  }

  private static func name(_ name: String, _ strip: PanelLayout.Strip) -> String {
    let middle = strip.top + strip.height / 2
    return SVGText(name, 16, middle, kind: "soft", anchor: "middle", isUpright: true).element
  }

  /// From the lowest to the highest sample of each column; a gap lifts the pen.
  private static func samples(
    _ window: DrawnWindow,
    _ layout: PanelLayout,
    _ scale: SampleScale
  ) -> String {
    var path = ""
    for (index, column) in window.samples.enumerated() where column.low <= column.high {
      let x = XMLText.number(layout.x(column: index, of: window.columns))
      let high = XMLText.number(layout.samples.y(scale.place(Double(column.high))))
      let low = XMLText.number(layout.samples.y(scale.place(Double(column.low))))
      path += "\(path.isEmpty || column.isBroken ? "M" : "L")\(x) \(high)"
      path += "V\(low)"
    }
    return path
  }

  private static func envelope(
    _ window: DrawnWindow,
    _ layout: PanelLayout,
    _ scale: LevelScale
  ) -> String {
    var path = ""
    var isDown = false
    for (index, column) in window.course.enumerated() {
      guard let level = column.level else {
        isDown = false
        continue
      }
      let x = XMLText.number(layout.x(column: index, of: window.columns))
      path += "\(isDown ? "L" : "M")\(x) \(XMLText.number(layout.envelope.y(scale.place(level))))"
      isDown = true
    }
    return path
  }

  /// A line in steps, a stroke for each height.
  private static func steps(
    _ window: DrawnWindow,
    _ layout: PanelLayout,
    height: (DrawnWindow.Course) -> Double?
  ) -> String {
    var path = ""
    var shown: String?
    for (index, column) in window.course.enumerated() {
      let y = height(column).map(XMLText.number)
      guard y != shown else { continue }
      let x = XMLText.number(layout.x(column: index, of: window.columns))
      if shown != nil { path += "H\(x)" }
      if let y { path += shown == nil ? "M\(x) \(y)" : "V\(y)" }
      shown = y
    }
    return shown == nil ? path : path + "H\(XMLText.number(PanelLayout.right))"
  }

  private static func time(_ window: DrawnWindow, _ layout: PanelLayout) -> String {
    let ticks = TimeScale.ticks(window.span, atMost: 10).map { seconds in
      let x = layout.x(seconds)
      let clock = String(NumberText.clock(seconds).dropLast(2))
      return path("M\(XMLText.number(x)) \(XMLText.number(layout.axis))v5", "tick")
        + SVGText(clock, x, layout.axis + 18, kind: "soft", anchor: "middle").element
    }
    let middle = (PanelLayout.left + PanelLayout.right) / 2
    let name = "time from the start of the recording, h:min:s"
    return ticks.joined()
      + SVGText(name, middle, layout.axis + 34, kind: "soft", anchor: "middle").element
  }
}
