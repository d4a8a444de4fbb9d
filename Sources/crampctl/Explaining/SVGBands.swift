import CrampDetection

/// What the muscle did and whether the signal could be judged, as two bands.
struct SVGBands {
  let body: String

  init(_ window: DrawnWindow, _ layout: PanelLayout) {
    let muscle = Self.runs(window.course.map { $0.phase.map { ($0.rawValue, $0.rawValue) } })
    let signal = Self.runs(
      window.course.map { column in
        column.fault.map { ("fault", $0.rawValue) } ?? column.level.map { _ in ("good", "good") }
      }
    )
    body =
      Self.band("muscle", muscle, layout.muscle, layout, window.columns)
      + Self.band("signal", signal, layout.signal, layout, window.columns)
  }

  /// Columns in a row that are the same.
  private struct Run {
    let kind: String
    let name: String
    let columns: Range<Int>
  }

  private static func runs(_ columns: [(kind: String, name: String)?]) -> [Run] {
    var runs: [Run] = []
    for (index, column) in columns.enumerated() {
      guard let column else { continue }
      if let last = runs.last, last.name == column.name, last.columns.upperBound == index {
        runs[runs.count - 1] = Run(
          kind: last.kind,
          name: last.name,
          columns: last.columns.lowerBound..<(index + 1)
        )
      } else {
        runs.append(Run(kind: column.kind, name: column.name, columns: index..<(index + 1)))
      }
    }
    return runs
  }

  /// One path for each kind, and its name where there is room.
  private static func band(
    _ name: String,
    _ runs: [Run],
    _ strip: PanelLayout.Strip,
    _ layout: PanelLayout,
    _ columns: Int
  ) -> String {
    let middle = strip.top + strip.height / 2 + 4
    var body = SVGText(name, PanelLayout.left - 7, middle, kind: "soft", anchor: "end").element
    var kinds: [String] = []
    var paths: [String: String] = [:]
    var labels = ""
    for run in runs {
      let begin = layout.x(column: run.columns.lowerBound, of: columns)
      let end = layout.x(column: run.columns.upperBound, of: columns)
      if paths[run.kind] == nil { kinds.append(run.kind) }
      paths[run.kind, default: ""] +=
        "M\(XMLText.number(begin)) \(XMLText.number(strip.top))H\(XMLText.number(end))"
        + "v\(XMLText.number(strip.height))H\(XMLText.number(begin))z"
      if end - begin > Double(run.name.count) * PanelLayout.letter + 6 {
        let kind = "on-\(run.kind)"
        labels += SVGText(run.name, (begin + end) / 2, middle, kind: kind, anchor: "middle").element
      }
    }
    for kind in kinds { body += SVGPlots.path(paths[kind] ?? "", "band-\(kind)") }
    return body + labels
  }
}
