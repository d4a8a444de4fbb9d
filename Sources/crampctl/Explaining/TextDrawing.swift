import CrampDetection

/// A window drawn in characters: the envelope on a logarithmic scale over the bands.
struct TextDrawing {
  /// Columns of the drawing; with the margin it fits into 80.
  static let columns = 64
  private static let margin = 12
  private static let rows = 9
  private let window: DrawnWindow
  private let scale: LevelScale
  private let marks: [Account.Mark]
  private let level: LevelText
  private let glyphs: Glyphs

  init(_ window: DrawnWindow, marks: [Account.Mark], level: LevelText, glyphs: Glyphs) {
    self.window = window
    self.marks = marks
    self.level = level
    self.glyphs = glyphs
    scale = LevelScale(window)
  }

  /// The lines of the drawing.
  var lines: [String] {
    envelope + [line("time", times), line("", marked), line("muscle", phases)]
      + (hasFaults ? [line("not judged", faults)] : []) + key
  }

  private var envelope: [String] {
    let levels = window.levels(at: marks.first?.time)
    let rowOf = { (level: Double) in min(Self.rows - 1, Int(scale.place(level) * Double(Self.rows)))
    }
    let on = levels.map { rowOf($0.on) }
    let off = levels.map { rowOf($0.off) }
    var labels = [Self.rows - 1: NumberText.significant(scale.high) + " " + level.unit]
    if let levels {
      labels[rowOf(levels.rest)] = "rest " + NumberText.significant(levels.rest)
      labels[rowOf(levels.off)] = "off " + NumberText.significant(levels.off)
      labels[rowOf(levels.on)] = "on " + NumberText.significant(levels.on)
    }
    return (0..<Self.rows).reversed().map { row in
      let ground: Character = row == on ? "-" : row == off ? "." : " "
      let cells = window.course.map { column in
        column.level.map { cell($0, row, ground) } ?? ground
      }
      return line(labels[row] ?? "", cells)
    }
  }

  private func cell(_ level: Double, _ row: Int, _ ground: Character) -> Character {
    let filled = scale.place(level) * Double(Self.rows) - Double(row)
    return filled <= 0 ? ground : glyphs.cell(filled)
  }

  /// Round times, each beginning at its column.
  private var times: [Character] {
    var cells = [Character](repeating: " ", count: window.columns)
    var free = 0
    for tick in TimeScale.ticks(window.span, atMost: 6) {
      let text = "|" + NumberText.clock(tick).dropLast(2)
      guard let column = window.column(at: tick), column >= free,
        column + text.count <= cells.count
      else { continue }
      cells.replaceSubrange(column..<(column + text.count), with: text)
      free = column + text.count + 1
    }
    return cells
  }

  /// The letters of the marks; the first of those that share a column.
  private var marked: [Character] {
    var cells = [Character](repeating: " ", count: window.columns)
    for mark in marks {
      guard let column = window.column(at: mark.time), cells[column] == " " else { continue }
      cells[column] = mark.letter
    }
    return cells
  }

  private var phases: [Character] {
    window.course.map { column in
      switch column.phase {
      case nil: " "
      case .quiet: "."
      case .rising: "r"
      case .suspected: "s"
      case .cramping: "C"
      case .falling: "f"
      }
    }
  }

  private var hasFaults: Bool { window.course.contains { $0.fault != nil } }

  private var faults: [Character] {
    window.course.map { column in
      switch column.fault {
      case nil: " "
      case .saturated: "s"
      case .flat: "f"
      case .mains: "m"
      case .leadOff: "l"
      case .motion: "w"
      case .samplesLost: "x"
      case .other: "?"
      }
    }
  }

  /// What the letters of this drawing stand for.
  private var key: [String] {
    let named = marks.filter { $0.letter.isLetter }.map { "\($0.letter) \($0.name)" }
    let known = Set(window.course.compactMap(\.phase))
    let phases: [(MusclePhase, String)] = [
      (.quiet, ". quiet"), (.rising, "r rising"), (.suspected, "s suspected"),
      (.cramping, "C cramp"), (.falling, "f falling"),
    ]
    let faults = Set(
      zip(window.course, self.faults).compactMap { column, letter in
        column.fault.map { "\(letter) \($0.rawValue)" }
      }
    )
    let lists = [
      unique(named), phases.filter { known.contains($0.0) }.map(\.1), faults.sorted(),
    ]
    let names = ["", "muscle: ", "not judged: "]
    return zip(names, lists).filter { !$1.isEmpty }.flatMap { name, list in
      AccountText.wrapped(
        name + list.joined(separator: ", "),
        indent: Self.margin,
        hanging: Self.margin + 2
      )
    }
  }

  private func unique(_ words: [String]) -> [String] {
    words.enumerated().filter { words.firstIndex(of: $1) == $0 }.map(\.element)
  }

  private func line(_ label: String, _ cells: [Character]) -> String {
    let blanks = String(repeating: " ", count: max(0, Self.margin - 1 - label.count))
    var line = blanks + label + " " + String(cells)
    while line.last == " " { line.removeLast() }
    return line
  }
}
