/// A table of a page: a caption, heads of columns, and the first cell of each row as its head.
struct PageTable {
  private let caption: Markup
  private let heads: [String]
  private let numeric: Set<Int>
  private let names: Int?
  private var rows: [[Markup]] = []

  /// An empty table.
  ///
  /// - Parameters:
  ///   - caption: What it holds.
  ///   - heads: The names of the columns.
  ///   - numeric: Columns of numbers.
  ///   - names: A column of several names, which needs more room than its longest word.
  init(_ caption: Markup, _ heads: [String], numeric: Set<Int> = [], names: Int? = nil) {
    self.caption = caption
    self.heads = heads
    self.numeric = numeric
    self.names = names
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ row: [Markup]) {
    rows.append(row)
  }

  /// The table; where it is too wide, it can be moved by itself, also with the keyboard.
  func markup(label: String) -> Markup {
    let head = heads.enumerated().map { index, name -> Markup in
      "<th scope=\"col\"\(number(index))>\(name)</th>"
    }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { index, cell -> Markup in
        index == 0
          ? "<th scope=\"row\"\(number(index))>\(cell)</th>" : "<td\(number(index))>\(cell)</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <div class="wide" role="region" aria-label="\(label)" tabindex="0"><table>
      <caption>\(caption)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody></table></div>

      """
  }

  private func number(_ index: Int) -> Markup {
    numeric.contains(index) ? " class=\"n\"" : index == names ? " class=\"names\"" : ""
  }
}
