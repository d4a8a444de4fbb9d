import TerminalScreen

/// One channel: a row of words, and its envelope.
extension MonitorDrawing {
  /// Draws a channel into its rows.
  mutating func draw(_ channel: MonitorChannel, _ index: Int, _ rows: Range<Int>) {
    drawWords(channel, index, row: rows.lowerBound)
    drawEnvelope(channel, rows.lowerBound + 1..<rows.upperBound)
  }

  private mutating func drawWords(_ channel: MonitorChannel, _ index: Int, row: Int) {
    let (state, style) = MonitorWords.state(of: channel, at: moment)
    var place = 0
    if grid.width < 60 {
      // What the muscle does is never cut; its name is.
      let room = max(6, grid.width - CellText.width(state) - 12)
      let name = fitted("\(index + 1) \(channel.name)", to: min(nameWidth, room))
      place = write(name, row: row, column: place, style: CellStyle(isBold: true)) + 1
      place = write(state, row: row, column: place, style: style) + 1
    } else {
      let name = fitted("\(index + 1) \(channel.name)", to: nameWidth)
      place = write(name, row: row, column: place, style: CellStyle(isBold: true)) + 2
      place = max(write(state, row: row, column: place, style: style), place + 18) + 1
    }
    let level = MonitorWords.level(of: channel, at: moment)
    let width = CellText.width(level)
    let end = max(place + width, min(place + 9, grid.width))
    write(level, row: row, column: max(place, end - width))
    place = end + 2
    let tone = MonitorWords.tone(of: channel, at: moment)
    let more = [
      grid.width < 100 || tone.isEmpty ? tone : fitted(tone, to: 26),
      MonitorWords.quality(of: channel, at: moment), channel.muscle ?? "",
    ]
    for text in more where !text.isEmpty && place + CellText.width(text) <= grid.width {
      place = write(text, row: row, column: place) + 2
    }
  }

  /// As wide as the longest name, within a quarter of the screen.
  private var nameWidth: Int {
    let longest = picture.channels.map { CellText.width($0.name) + 2 }.max() ?? 0
    return max(8, min(longest, grid.width / (grid.width < 60 ? 3 : 4)))
  }

  private mutating func drawEnvelope(_ channel: MonitorChannel, _ rows: Range<Int>) {
    guard !rows.isEmpty, layout.graphWidth > 0 else { return }
    let columns = columns(of: channel)
    let levels = columns.filter { $0.mark != .absent && $0.level > 0 }.map { Double($0.level) }
    let axis = LevelAxis(
      rest: channel.signal?.rest,
      on: channel.signal?.on,
      levels: levels.min().flatMap { least in levels.max().map { least...$0 } }
    )
    let graph = EnvelopeGraph(
      columns: columns,
      axis: axis,
      rows: rows.count,
      glyphs: picture.glyphs
    )
    let names = ThresholdNames(channel.signal, axis: axis, rows: rows.count)
    for (place, row) in rows.enumerated() {
      for run in graph.runs(of: place, line: names.line(place, picture.glyphs)) {
        grid.write(run.text, row: row, column: run.column, style: run.style)
      }
      let room = grid.width - layout.graphWidth - 1
      if room > 0, let label = names.label(place, room: room) {
        write(fitted(label, to: room), row: row, column: layout.graphWidth + 1, style: .dimCyan)
      }
    }
  }

  private func columns(of channel: MonitorChannel) -> [EnvelopeHistory.Column] {
    let scale = picture.view.scale
    let end = picture.view.frozen?.seconds ?? moment.seconds
    let last = EnvelopeHistory.column(of: end, scale: scale)
    let envelope = channel.frozen ?? channel.envelope
    return (0..<layout.graphWidth).map { place in
      envelope.column(last - layout.graphWidth + 1 + place, scale: scale)
    }
  }
}

extension CellStyle {
  /// Thresholds stand back behind the signal.
  static let dimCyan = Self(.cyan, isDim: true)
}
