import CrampModel
import TerminalScreen

/// A picture on a screen of a size, at a point in time.
struct MonitorDrawing {
  let picture: MonitorPicture
  let moment: MonitorMoment
  let layout: MonitorLayout
  var grid: CellGrid

  init(_ picture: MonitorPicture, width: Int, height: Int, at moment: MonitorMoment) {
    self.picture = picture
    self.moment = moment
    layout = MonitorLayout(
      width: width,
      height: height,
      channels: picture.channels.count,
      view: picture.view,
      hasTrouble: picture.trouble(at: moment) != nil
    )
    grid = CellGrid(width: width, height: height)
    guard width >= MonitorLayout.least.width, height >= MonitorLayout.least.height else {
      let least = "\(MonitorLayout.least.width) x \(MonitorLayout.least.height)"
      write("too small: \(least) needed; q quits", row: 0, column: 0)
      return
    }
    if picture.view.showsHelp {
      drawHelp()
    } else {
      drawHeader()
      for (index, rows) in layout.channels { draw(picture.channels[index], index, rows) }
      if layout.channels.isEmpty { drawNothing() }
      drawRule()
      drawEvents()
    }
    drawKeys()
  }

  /// Where the person writes, if anywhere.
  private(set) var cursor: (row: Int, column: Int)?

  /// Writes text as the screen's characters allow it.
  @discardableResult
  mutating func write(
    _ text: String,
    row: Int,
    column: Int,
    style: CellStyle = .plain
  ) -> Int {
    grid.write(picture.glyphs.text(text), row: row, column: column, style: style)
  }

  /// A text of a width, with what is cut off marked.
  func fitted(_ text: String, to width: Int) -> String {
    let mark: Character = picture.glyphs == .ascii ? "~" : "…"
    return CellText.fitted(picture.glyphs.text(text), to: width, mark: mark)
  }

  private mutating func drawNothing() {
    let text =
      picture.connection == .waiting
      ? "waiting for the daemon" : "no sensor gives samples; `crampctl sensors` says why"
    write(fitted(text, to: grid.width - 2), row: 2, column: 1)
  }

  /// The time under the envelopes.
  private mutating func drawRule() {
    let line = picture.glyphs == .ascii ? "-" : "─"
    let dim = CellStyle(isDim: true)
    write(String(repeating: line, count: grid.width), row: layout.rule, column: 0, style: dim)
    let column = EnvelopeHistory.seconds(atScale: picture.view.scale)
    let span = NumberText.length(column * Double(layout.graphWidth))
    write(" \(span) ago ", row: layout.rule, column: 1, style: dim)
    let end = picture.view.frozen.map { frozen in
      " FROZEN \(NumberText.length(max(0, moment.seconds - frozen.seconds))) ago "
    }
    let text = end ?? " now "
    let place = max(0, layout.graphWidth - CellText.width(text))
    let style = end == nil ? dim : CellStyle(.yellow, isBold: true)
    write(text, row: layout.rule, column: place, style: style)
    let middle = rangeOfChannels.map { " channels \($0) " } ?? ""
    if grid.width >= 60 {
      write(middle, row: layout.rule, column: (layout.graphWidth - middle.count) / 2, style: dim)
    }
  }

  /// Which channels are shown, where that is not all of them.
  private var rangeOfChannels: String? {
    guard let first = layout.channels.first?.index, let last = layout.channels.last?.index,
      layout.channels.count < picture.channels.count
    else { return nil }
    let numbers = first == last ? "\(first + 1)" : "\(first + 1)-\(last + 1)"
    return "\(numbers) of \(picture.channels.count)"
  }

  /// The newest events, the newest at the bottom.
  private mutating func drawEvents() {
    let events = picture.events.suffix(layout.events.count)
    for (row, event) in zip(layout.events, events) {
      let time = event.time.map { String(picture.clock($0).suffix(8)) } ?? ""
      var place = write(time, row: row, column: 0, style: CellStyle(isDim: true)) + 1
      let wide = grid.width >= 70
      let type = fitted(event.type, to: event.time == nil ? grid.width : wide ? 20 : 15)
      place = write(type, row: row, column: place, style: Self.style(event.weight)) + 1
      let subject = fitted(event.subject, to: wide ? 16 : 12)
      place = write(subject, row: row, column: place) + 1
      write(fitted(event.words, to: max(0, grid.width - place)), row: row, column: place)
    }
  }

  private static func style(_ weight: EventText.Weight) -> CellStyle {
    switch weight {
    case .grave: CellStyle(.red, isBold: true)
    case .warning: CellStyle(.yellow)
    case .relief: CellStyle(.green)
    case .trouble: CellStyle(.magenta)
    case .plain: .plain
    }
  }

  /// The keys, the note that is being written, or what became of the last wish.
  private mutating func drawKeys() {
    let row = layout.keys
    if let entry = picture.view.entry {
      let place = write("mark: ", row: row, column: 0, style: CellStyle(isBold: true))
      let room = max(1, grid.width - place - 1)
      var shown = Substring(entry)
      while CellText.width(String(shown)) > room { shown.removeFirst() }
      cursor = (row, write(String(shown), row: row, column: place))
    } else if let notice = picture.view.notice, moment.seconds < notice.until {
      write(
        fitted(notice.text, to: grid.width),
        row: row,
        column: 0,
        style: CellStyle(isBold: true)
      )
    } else {
      let all = "q quit  m mark  space freeze  + - time  1-9 zoom  ? help"
      let few = "q quit  m mark  ? help"
      write(grid.width >= all.count ? all : few, row: row, column: 0, style: CellStyle(isDim: true))
    }
  }
}
