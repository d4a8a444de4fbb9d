import CrampDetection

/// One window drawn as part of an SVG: samples, envelope with its levels, bands and words.
struct SVGPanel {
  /// The elements, without the document around them.
  let body: String
  /// The height in pixels.
  let height: Double

  /// Draws a window.
  ///
  /// - Parameters:
  ///   - window: What is drawn.
  ///   - account: What is said about it.
  ///   - source: What it was drawn from: file, profile, detector.
  ///   - level: How levels are written.
  ///   - number: Its number in the document, for names that occur once.
  init(
    _ window: DrawnWindow,
    _ account: Account,
    source: String,
    level: LevelText,
    number: Int
  ) {
    let layout = PanelLayout(window)
    let caption = Self.caption(account)
    var body = Self.head(account, source, caption, number)
    body += SVGPlots(window, layout, level).body
    body += SVGBands(window, layout).body
    body += SVGMarks(account.marks, window, layout).body
    body += SVGLegend(window, at: account.marks.first?.time, layout, level).body
    for (row, line) in caption.enumerated() {
      body += SVGText(line, 16, layout.caption + 16 * Double(row)).element
    }
    self.body = body + "</g>\n"
    height = layout.caption + 16 * Double(caption.count) + 8
  }

  private static func head(
    _ account: Account,
    _ source: String,
    _ caption: [String],
    _ number: Int
  ) -> String {
    let told = XMLText.escaped(caption.joined(separator: " "))
    return "<g role=\"img\" aria-labelledby=\"title-\(number) description-\(number)\">\n"
      + "<title id=\"title-\(number)\">\(XMLText.escaped(account.title))</title>\n"
      + "<desc id=\"description-\(number)\">\(told)</desc>\n"
      + SVGText(account.title, 16, 26, kind: "heading").element
      + SVGText(source, 16, 44, kind: "soft").element
  }

  /// The words below the drawing, a line each.
  private static func caption(_ account: Account) -> [String] {
    let marks = account.marks.filter { !$0.text.isEmpty }.map { mark in
      "\(NumberText.clock(mark.time)) \(mark.name): \(mark.text)"
    }
    let measures = account.findings.map { finding in
      "\u{2003}\(finding.name): \(finding.shown)"
        + " (at least \(finding.asked): \(finding.isMet ? "enough" : "too little"))"
    }
    let table = measures.isEmpty ? [] : [account.heading] + measures
    return (marks + table + account.sentences).flatMap { text in
      AccountText.wrapped(text, indent: 0, hanging: 4, width: 140)
    }
  }
}
