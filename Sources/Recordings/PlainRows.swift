/// The rows of a table that are numbers and nothing unusual, read in one pass.
///
/// A row with quotes, with words where a number is due or with another number of cells is no plain
/// row; it goes the long way, which knows what is wrong with it.
struct PlainRows: Sendable {
  private let cells: TextCells
  /// For each column the place of its number among the values; `nil` if it is passed over.
  private var places: [Int?]
  /// The numbers of the row that was read last.
  private(set) var values: [Double]

  /// Rows of `width` cells of which some columns are wanted, in this order.
  init(_ cells: TextCells, width: Int, wanted: [Int]) {
    self.cells = cells
    places = Array(repeating: nil, count: width)
    for (place, column) in wanted.enumerated() where column < width { places[column] = place }
    values = Array(repeating: .nan, count: wanted.count)
  }

  /// Reads the row at a place in `buffer`; `false` if it is no plain one.
  mutating func read(_ line: Range<Int>, of buffer: [UInt8]) -> Bool {
    read(buffer.span.extracting(line))
  }

  private mutating func read(_ line: Span<UInt8>) -> Bool {
    guard let delimiter = cells.delimiter else { return readApart(line) }
    var index = 0
    for column in 0..<places.count {
      if column > 0 {
        guard index < line.count, line[index] == delimiter else { return false }
        index += 1
      }
      skipBlanks(line, &index, before: delimiter)
      if let place = places[column] {
        let isEmpty = index == line.count || line[index] == delimiter
        if isEmpty {
          values[place] = .nan
        } else if let value = DecimalNumber.read(line, at: &index, mark: cells.decimalMark) {
          values[place] = value
        } else {
          return false
        }
        skipBlanks(line, &index, before: delimiter)
      } else {
        while index < line.count, line[index] != delimiter {
          if line[index] == UInt8(ascii: "\"") { return false }
          index += 1
        }
      }
    }
    return index == line.count
  }

  /// Reads a row whose cells are told apart by blanks.
  private mutating func readApart(_ line: Span<UInt8>) -> Bool {
    var index = 0
    for column in 0..<places.count {
      let begin = index
      while index < line.count, line[index] <= 32 { index += 1 }
      guard column == 0 || index > begin, index < line.count else { return false }
      if let place = places[column] {
        guard let value = DecimalNumber.read(line, at: &index, mark: cells.decimalMark) else {
          return false
        }
        values[place] = value
      } else {
        while index < line.count, line[index] > 32 { index += 1 }
      }
    }
    while index < line.count, line[index] <= 32 { index += 1 }
    return index == line.count
  }

  @inline(__always)
  private func skipBlanks(_ line: Span<UInt8>, _ index: inout Int, before delimiter: UInt8) {
    while index < line.count, line[index] == 32 || line[index] == 9, line[index] != delimiter {
      index += 1
    }
  }
}
