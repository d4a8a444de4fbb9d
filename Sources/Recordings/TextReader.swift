import CrampModel

/// A table of numbers while it is being read, line by line.
struct TextReader: RecordingFormat {
  let stream: StreamDescription
  var duration: Double? { nil }
  private(set) var warnings: [RecordingWarning] = []

  private let layout: TextLayout
  private var lines: TextLines
  private let columns: [Int]
  private let factors: [Double]
  private let rate: Double
  private var continuity: RowContinuity
  private var plainRows: PlainRows
  private var cells: [Range<Int>] = []
  /// The row that has been read and not been given, because a gap goes before it.
  private var row: [Float]
  private var isRowWaiting = false
  private var gap = 0.0
  /// Rows that go to the block together, row by row.
  private var gathered: [Float] = []

  init(file: InputFile, options: ReadingOptions) throws(RecordingError) {
    let head = try file.bytes(count: 8)
    let isOpenBCI = head.starts(with: Array("%OpenBCI".utf8))
    var layout = isOpenBCI ? try TextLayout(openBCI: file) : try TextLayout(table: file)
    let found = try layout.rate(options: options)
    try file.check(rate: found.rate)
    if let warning = found.warning {
      layout.time = nil
      warnings.append(
        RecordingWarning(path: file.path, line: layout.rows.number, message: warning)
      )
    }
    let selection = try ChannelSelection(
      layout.columns.map {
        FileChannel(name: $0.name, unit: $0.unit, rate: found.rate, low: $0.low, high: $0.high)
      },
      options: options,
      file: file
    )
    rate = found.rate
    lines = layout.rows
    columns = selection.indices.map { layout.columns[$0].index }
    factors = selection.factors
    row = Array(repeating: .nan, count: columns.count)
    continuity = RowContinuity(rate: found.rate, modulus: layout.counter?.modulus ?? 0)
    let watched = layout.time.map(\.index) ?? layout.counter.map(\.index)
    plainRows = PlainRows(
      layout.cells,
      width: layout.width,
      wanted: columns + (watched.map { [$0] } ?? [])
    )
    stream = StreamDescription(
      sensor: "replay:\(file.name)",
      driver: "replay",
      start: layout.start ?? .epoch,
      channels: selection.channels
    )
    self.layout = layout
  }

  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    let most = max(1, Self.mostSamples / columns.count)
    let wanted = min(most, max(1, Int((seconds * rate).rounded())))
    var count = 0
    while count < wanted {
      if !isRowWaiting {
        guard try readRow() else { break }
        isRowWaiting = true
      }
      if gap > 0 {
        guard count == 0 else { break }
        block.gap = gap
        gap = 0
      }
      gathered.append(contentsOf: row)
      if gathered.count >= Self.mostGathered { spread(over: &block) }
      isRowWaiting = false
      count += 1
    }
    spread(over: &block)
    return count > 0
  }

  private static let mostSamples = 4 << 20
  private static let mostGathered = 2_048

  /// Gives the rows that are gathered to the channels.
  private mutating func spread(over block: inout SampleBlock) {
    let width = columns.count
    let rows = gathered.count / width
    for channel in 0..<width {
      block.channels[channel].append(addingCapacity: rows) { room in
        for row in 0..<rows { room.append(gathered[row * width + channel]) }
      }
    }
    gathered.removeAll(keepingCapacity: true)
  }

  /// Reads the next row into ``row`` and the gap before it; returns `false` after the last.
  private mutating func readRow() throws(RecordingError) -> Bool {
    while let line = try lines.next() {
      if line.isEmpty || lines.buffer[line.lowerBound] == UInt8(ascii: "#") { continue }
      if readPlainRow(line) { return true }
      layout.cells.split(line, of: lines.buffer, into: &cells)
      guard cells.count == layout.width else {
        if cells.count == 1, cells[0].isEmpty { continue }
        if cells.count < layout.width, !lines.wasEnded {
          warn("the last line is cut off; it is left out")
          return false
        }
        throw error(.cells(expected: layout.width, found: cells.count))
      }
      for (index, column) in columns.enumerated() {
        take(try number(column, needed: "number"), at: index)
      }
      try readGap()
      return true
    }
    return false
  }

  /// Reads a row of numbers and nothing unusual, as most are; `false` for the long way.
  private mutating func readPlainRow(_ line: Range<Int>) -> Bool {
    if let time = layout.time, !time.isNumber { return false }
    guard plainRows.read(line, of: lines.buffer) else { return false }
    if let time = layout.time {
      guard let seconds = time.seconds(plainRows.values[columns.count]) else { return false }
      advance(to: seconds)
    } else if layout.counter != nil {
      gap = continuity.advance(counter: plainRows.values[columns.count])
    }
    for index in columns.indices { take(plainRows.values[index], at: index) }
    return true
  }

  private mutating func take(_ value: Double, at index: Int) {
    let sample = Float(value * factors[index])
    row[index] = sample.isFinite ? sample : .nan
  }

  private mutating func advance(to seconds: Double) {
    let step = continuity.advance(to: seconds)
    if step < 0 { warn("time goes backwards; the row is taken to follow the one before") }
    gap = max(0, step)
  }

  private mutating func readGap() throws(RecordingError) {
    if let time = layout.time {
      let cell = cells[time.index]
      guard let seconds = time.seconds(cell, of: lines, cells: layout.cells) else {
        throw error(.cell(column: time.index + 1, text: lines.text(cell), needed: "time"))
      }
      advance(to: seconds)
    } else if let counter = layout.counter {
      let count = try number(counter.index, needed: "sample index")
      gap = continuity.advance(counter: count)
    }
  }

  private func number(_ column: Int, needed: String) throws(RecordingError) -> Double {
    let cell = cells[column]
    guard let value = layout.cells.number(cell, of: lines.buffer) else {
      throw error(.cell(column: column + 1, text: lines.text(cell), needed: needed))
    }
    return value
  }

  private func error(_ problem: RecordingError.Problem) -> RecordingError {
    RecordingError(path: lines.file.path, line: lines.number, problem)
  }

  private mutating func warn(_ message: String) {
    guard warnings.count < Self.mostWarnings else { return }
    warnings.append(
      RecordingWarning(path: lines.file.path, line: lines.number, message: message)
    )
  }

  private static let mostWarnings = 20
}

extension TextLayout {
  /// The rate of the rows, and what is odd about how it was found.
  fileprivate func rate(
    options: ReadingOptions
  ) throws(RecordingError) -> (rate: Double, warning: String?) {
    let path = rows.file.path
    guard let time else {
      guard let rate = rate ?? options.rate?.value else {
        throw RecordingError(path: path, .rateUnknown("no column gives the time"))
      }
      return (rate, nil)
    }
    let measured = RateEstimate.rate(try times(time))
    if let rate = rate ?? options.rate?.value {
      // Times in bunches, as radios deliver them, tell nothing about gaps.
      let agrees = measured.map { abs($0 - rate) < 0.2 * rate } ?? false
      return (rate, agrees ? nil : "the times do not fit \(rate) Hz; gaps are not looked for")
    }
    guard let measured else {
      throw RecordingError(path: path, .rateUnknown("the times of the rows do not advance"))
    }
    return (measured, nil)
  }

  private func times(_ time: TimeColumn) throws(RecordingError) -> [Double] {
    var lines = rows
    var ranges: [Range<Int>] = []
    var times: [Double] = []
    while times.count < 4_096, let line = try lines.next() {
      cells.split(line, of: lines.buffer, into: &ranges)
      guard time.index < ranges.count else { continue }
      if let seconds = time.seconds(ranges[time.index], of: lines, cells: cells) {
        times.append(seconds)
      }
    }
    return times
  }
}
