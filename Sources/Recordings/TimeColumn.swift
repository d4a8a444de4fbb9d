import CrampModel

/// A column that says when its row was taken.
struct TimeColumn: Sendable {
  let index: Int
  /// Seconds for one step; `nil` for dates and times of day as text.
  private let secondsPerUnit: Double?
  /// Taken off every number before it is scaled, so that epochs keep their microseconds.
  private let origin: Double
  /// The time of the first row, where the column holds dates or an epoch.
  let start: Timestamp?

  /// Learns the column's manner from its first cell; `nil` if that is no time.
  ///
  /// - Parameters:
  ///   - index: The column.
  ///   - name: Its name with its unit.
  ///   - first: The first cell.
  ///   - number: The number in the first cell, if it is one.
  init?(index: Int, name: ColumnName, first: String, number: Double?) {
    self.index = index
    if let number {
      guard number.isFinite else { return nil }
      // Numbers this large count from the Unix epoch; how large tells the unit.
      let isEpoch = number > 1e8 && number * (name.secondsPerUnit ?? 1) > 1e8
      let guess = number < 1e11 ? 1 : number < 1e14 ? 1e-3 : number < 1e17 ? 1e-6 : 1e-9
      let unit = name.secondsPerUnit ?? (isEpoch ? guess : 1)
      secondsPerUnit = unit
      origin = isEpoch ? number : 0
      start = isEpoch ? Timestamp.epoch.advanced(bySeconds: number * unit) : nil
    } else {
      guard let time = Self.time(first) else { return nil }
      secondsPerUnit = nil
      origin = 0
      start = time
    }
  }

  /// Seconds of a row: from the first row for dates and epochs, else as written.
  ///
  /// - Returns: `nil` if the cell is no time.
  func seconds(_ cell: Range<Int>, of lines: TextLines, cells: TextCells) -> Double? {
    if isNumber { return cells.number(cell, of: lines.buffer).flatMap { seconds($0) } }
    guard let start, let time = Self.time(lines.text(cell)) else { return nil }
    return time.seconds(since: start)
  }

  /// Whether the column holds numbers, not dates.
  var isNumber: Bool { secondsPerUnit != nil }

  /// Seconds of a row whose cell is a number; `nil` if that is none.
  func seconds(_ number: Double) -> Double? {
    guard let secondsPerUnit, number.isFinite else { return nil }
    return (number - origin) * secondsPerUnit
  }

  private static func time(_ text: String) -> Timestamp? {
    Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z")
  }
}

/// The sample rate of a table, from the times of its first rows.
struct RateEstimate {
  /// The rate from the times of consecutive rows; `nil` if they do not advance.
  ///
  /// The median over strides of 16 rows bears gaps and times that are printed too coarsely; the
  /// mean of the steps that agree with it gives the digits.
  static func rate(_ times: [Double]) -> Double? {
    let stride = min(16, times.count - 1)
    guard stride > 0 else { return nil }
    let steps = zip(times, times.dropFirst(stride)).map { ($1 - $0) / Double(stride) }.sorted()
    let median = steps[steps.count / 2]
    guard median > 0, median.isFinite else { return nil }
    let agreeing = steps.filter { abs($0 - median) < 0.1 * median }
    let mean = agreeing.reduce(0, +) / Double(agreeing.count)
    let rate = 1 / mean
    let whole = rate.rounded()
    // 1 in 10000 is more than a sensor's clock is wrong by, and less than rates differ by.
    return abs(rate - whole) < 1e-4 * rate ? whole : rate
  }
}
