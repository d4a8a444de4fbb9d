import CNcurses

/// Text as the cells of a terminal, with nothing in it that a terminal would obey.
///
/// Names and notes come from files, devices and people: they may hold control characters, marks
/// that turn the direction of writing round, wide characters and any number of accents.
public enum CellText: Sendable {
  /// More accents than this on one letter are of no language, and only smear the screen.
  public static let mostMarks = 3

  /// One cell, or the first of two.
  struct Piece: Hashable {
    let scalar: Unicode.Scalar
    /// Columns that it takes: 1 or 2.
    let width: Int
    /// Its accents.
    var marks = ""

    /// What it is as text.
    var text: String { String(scalar) + marks }
  }

  /// Lines, blocks and shades, of which envelopes are drawn; each takes a column.
  private static let drawing = UInt32(0x2500)...0x259F

  /// Cuts text into cells.
  static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    pieces.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let isShown = scalar.value >= 32 && scalar.value != 127
        pieces.append(Piece(scalar: isShown ? scalar : "?", width: 1))
        continue
      }
      if drawing.contains(scalar.value) {
        pieces.append(Piece(scalar: scalar, width: 1))
        continue
      }
      switch scalar.properties.generalCategory {
      case .format: continue
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        pieces.append(Piece(scalar: "?", width: 1))
        continue
      default: break
      }
      add(scalar, to: &pieces)
    }
    return pieces
  }

  private static func add(_ scalar: Unicode.Scalar, to pieces: inout [Piece]) {
    switch crampd_columns(scalar.value) {
    case 0:
      guard let last = pieces.indices.last, pieces[last].marks.unicodeScalars.count < mostMarks
      else { return }
      pieces[last].marks.unicodeScalars.append(scalar)
    case 1: pieces.append(Piece(scalar: scalar, width: 1))
    case 2: pieces.append(Piece(scalar: scalar, width: 2))
    // The locale does not have it.
    default: pieces.append(Piece(scalar: "?", width: 1))
    }
  }

  /// How many columns a text takes.
  ///
  /// - Parameter text: Any text.
  /// - Returns: The columns.
  public static func width(_ text: String) -> Int {
    pieces(text).reduce(0) { $0 + $1.width }
  }

  /// Makes a text as wide as a column: cut with a mark at its end, or with blanks after it.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - width: The columns that it is to take.
  ///   - mark: What stands in the last column of a text that was cut.
  /// - Returns: The text.
  public static func fitted(_ text: String, to width: Int, mark: Character = "…") -> String {
    let pieces = pieces(text)
    let whole = pieces.reduce(0) { $0 + $1.width }
    guard whole > width else {
      return pieces.map(\.text).joined() + String(repeating: " ", count: max(0, width - whole))
    }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for piece in pieces where used + piece.width < width {
      result += piece.text
      used += piece.width
    }
    return result + String(mark) + String(repeating: " ", count: max(0, width - used - 1))
  }
}
