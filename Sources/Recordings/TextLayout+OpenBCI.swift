import CrampModel

extension TextLayout {
  /// Learns the layout of a text log of the OpenBCI GUI, version 5 or 6.
  ///
  ///     %OpenBCI Raw EXG Data
  ///     %Number of channels = 8
  ///     %Sample Rate = 250 Hz
  ///     %Board = OpenBCI_GUI$BoardCytonSerial
  ///     Sample Index, EXG Channel 0, ..., Timestamp, Other, Timestamp (Formatted)
  init(openBCI file: InputFile) throws(RecordingError) {
    let preamble = try TextPreamble(TextLines(file: file))
    var lines = preamble.rest
    let cells = TextCells(delimiter: UInt8(ascii: ","))
    guard let first = try lines.next() else {
      throw RecordingError(path: file.path, line: lines.number, .line("there are no rows"))
    }
    let header = cells.texts(first, of: lines)
    let board = preamble.value(of: "Board") ?? ""
    // Cyton and Daisy: 4.5 V reference at gain 24, the GUI's default, to the electrodes.
    let isCyton = board.contains("Cyton")
    let columns = header.enumerated().filter { $0.element.hasPrefix("EXG Channel") }
      .map { index, name in
        Column(
          index: index,
          name: name,
          unit: .microvolt,
          low: isCyton ? -187_500 : nil,
          high: isCyton ? 187_500 : nil
        )
      }
    guard !columns.isEmpty else {
      throw RecordingError(path: file.path, line: lines.number, .line("no column \"EXG Channel\""))
    }
    self.init(cells: cells, width: header.count, columns: columns, rows: lines)
    rate = preamble.number(of: "Sample Rate")
    // Other boards count in ways of their own.
    if isCyton, !board.contains("Daisy") {
      counter = header.firstIndex(of: "Sample Index").map { Counter(index: $0, modulus: 256) }
    }
    start = try Self.start(header.firstIndex(of: "Timestamp"), cells: cells, lines: lines)
  }

  /// The time in the first row; earlier versions of the GUI write milliseconds, later ones seconds.
  private static func start(
    _ column: Int?,
    cells: TextCells,
    lines: TextLines
  ) throws(RecordingError) -> Timestamp? {
    var lines = lines
    guard let column, let row = try lines.next() else { return nil }
    var ranges: [Range<Int>] = []
    cells.split(row, of: lines.buffer, into: &ranges)
    guard column < ranges.count, let number = cells.number(ranges[column], of: lines.buffer)
    else { return nil }
    return TimeColumn(index: column, name: ColumnName("Timestamp"), first: "", number: number)?
      .start
  }
}
