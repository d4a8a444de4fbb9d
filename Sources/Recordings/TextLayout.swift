import CrampModel

/// What the head of a text file says about the rows below it.
struct TextLayout: Sendable {
  /// A column with samples.
  struct Column: Sendable {
    var index: Int
    var name: String
    var unit: SignalUnit?
    var low: Double?
    var high: Double?
  }

  var cells: TextCells
  /// How many cells a row has.
  var width: Int
  var columns: [Column]
  /// The column that says when a row was taken.
  var time: TimeColumn?
  /// The column that counts rows, and after how many it starts again.
  var counter: Counter?
  /// The rate that the head states.
  var rate: Double?
  /// The time of sample zero, if the head or the first row states it.
  var start: Timestamp?
  /// The rows, from the first.
  var rows: TextLines

  /// A column that counts from 0 to below `modulus`, again and again.
  struct Counter: Sendable {
    var index: Int
    var modulus: Int
  }
}

/// The lines before the table: `# name: value`, `%name = value`.
struct TextPreamble {
  private(set) var lines: [String] = []
  /// The lines after the preamble.
  private(set) var rest: TextLines

  /// Reads lines as long as they begin with `#` or `%` or are empty.
  init(_ lines: TextLines) throws(RecordingError) {
    var ahead = lines
    rest = lines
    while let range = try ahead.next(), self.lines.count < Self.mostLines {
      let text = ahead.text(range).trimmed
      guard text.isEmpty || text.hasPrefix("#") || text.hasPrefix("%") else { return }
      self.lines.append(text)
      rest = ahead
    }
  }

  private static let mostLines = 1_000

  /// What follows a name and `=`, `:` or `:=`; the name's case does not matter.
  func value(of name: String) -> String? {
    for line in lines {
      let text = line.drop { "#% ".contains($0) }
      guard text.lowercased().hasPrefix(name.lowercased()) else { continue }
      let rest = text.dropFirst(name.count).drop { $0 == " " }
      guard let mark = rest.first, ":=".contains(mark) else { continue }
      return rest.drop { ":= ".contains($0) }.trimmed
    }
    return nil
  }

  /// The number at the start of a value.
  func number(of name: String) -> Double? {
    value(of: name)?.split(separator: " ").first.flatMap { Double($0) }
  }
}
