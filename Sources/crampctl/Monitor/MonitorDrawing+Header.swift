import CrampModel
import TerminalScreen

/// The first rows: who speaks, whether it is live, and what session goes on.
extension MonitorDrawing {
  private struct Part {
    let text: String
    var style = CellStyle.plain
    /// The highest goes first where there is no room.
    let rank: Int
  }

  /// Draws the header and what is wrong.
  mutating func drawHeader() {
    let time = String(picture.clock(moment.wall).suffix(8))
    let room = grid.width - time.count - 1
    var parts = parts
    while parts.reduce(-2, { $0 + CellText.width($1.text) + 2 }) > room, parts.count > 1 {
      let worst = parts.indices.max { parts[$0].rank < parts[$1].rank }
      if let worst { parts.remove(at: worst) }
    }
    var place = 0
    for part in parts {
      let text = fitted(part.text, to: min(CellText.width(part.text), max(0, room - place)))
      place = write(text, row: 0, column: place, style: part.style) + 2
    }
    write(time, row: 0, column: max(0, grid.width - time.count))
    if let row = layout.trouble, let trouble = picture.trouble(at: moment) {
      write(fitted(trouble, to: grid.width), row: row, column: 0, style: CellStyle(.magenta))
    }
  }

  private var parts: [Part] {
    var parts = [connection]
    if let session = picture.session {
      parts.append(Part(text: words(session), style: CellStyle(.cyan, isBold: true), rank: 1))
    }
    if !picture.version.isEmpty {
      parts.append(Part(text: "crampd \(picture.version)", rank: 4))
    }
    parts.append(Part(text: sensors, rank: 3))
    if picture.dropped > 0 {
      let text = NumberText.count(picture.dropped, "reading") + " dropped"
      parts.append(Part(text: text, style: CellStyle(.yellow), rank: 2))
    }
    return parts
  }

  private var connection: Part {
    switch picture.connection {
    case .waiting: Part(text: "CONNECTING", style: CellStyle(.yellow, isBold: true), rank: 0)
    case .live where picture.silence(at: moment) != nil:
      Part(
        text: "NOTHING HEARD \(MonitorWords.clock(picture.silence(at: moment) ?? 0))",
        style: CellStyle(.yellow, isBold: true),
        rank: 0
      )
    case .live: Part(text: "live", style: CellStyle(.green, isBold: true), rank: 0)
    case .away(let since, cause: _):
      Part(
        text: "NO CONNECTION \(MonitorWords.clock(moment.seconds - since))",
        style: CellStyle(.red, isBold: true, isReversed: true),
        rank: 0
      )
    }
  }

  /// The session's clock is never cut; its name is.
  private func words(_ session: MonitorSession) -> String {
    let name = "\(session.kind ?? "session") \(session.name)"
    let time = session.since.map { " " + MonitorWords.clock(moment.wall.seconds(since: $0)) } ?? ""
    let room = max(24, grid.width / 3) - time.count
    return fitted(name, to: min(CellText.width(name), room)) + time
  }

  private var sensors: String {
    let streaming = picture.sensors.filter(\.isStreaming)
    if streaming.count == 1, let only = streaming.first {
      return fitted(only.sensor, to: min(CellText.width(only.sensor), 24))
    }
    return NumberText.count(streaming.count, "sensor")
  }
}

extension MonitorPicture {
  /// What keeps the picture from being what is, in a line.
  func trouble(at moment: MonitorMoment) -> String? {
    if case .away(since: _, let cause) = connection {
      return "what you see is old: \(cause); trying again"
    }
    if let message { return message }
    let silent = sensors.first { !$0.isStreaming }
    return silent.map { sensor in
      let why = sensor.message.map { ": \($0)" } ?? ""
      return "\(sensor.sensor) gives no samples (\(sensor.state ?? "?"))\(why)"
    }
  }
}
