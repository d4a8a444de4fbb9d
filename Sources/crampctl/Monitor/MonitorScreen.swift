import TerminalScreen

/// The thread that owns the terminal: reads keys, draws what has changed.
struct MonitorScreen {
  /// How often keys and the end are looked for, in milliseconds.
  private static let pause: Int32 = 50
  /// Clocks on the screen go on although nothing comes, in seconds.
  private static let longestPause = 1.0

  let board: MonitorBoard
  let isColoured: Bool
  /// Takes the notes that a person writes.
  let marks: AsyncStream<MonitorNote>.Continuation

  /// Shows the picture until the person has enough or the monitor ends.
  func run() throws {
    defer { board.end() }
    var terminal = try opened()
    var drawn = -Double.infinity
    while !board.isOver {
      let isPressed = press(&terminal)
      if board.isOver { break }
      let age = board.now.seconds - drawn
      if isPressed || age >= Self.longestPause || (board.isChanged && age >= board.redrawPause) {
        drawn = board.now.seconds
        draw(on: &terminal)
      }
      guard terminal.wait(milliseconds: Self.pause) else { break }
    }
  }

  private func opened() throws -> Terminal {
    do {
      return try Terminal(isColoured: isColoured)
    } catch {
      switch error {
      case .noTerminal: throw MonitorCommand.noTerminal
      case .unknownType: throw MonitorCommand.unknownType
      }
    }
  }

  private func draw(on terminal: inout Terminal) {
    let (width, height) = terminal.size
    let drawing = board.drawing(width: width, height: height)
    terminal.show(drawing.grid, cursor: drawing.cursor)
  }

  /// Does what the keys say; returns whether there was any.
  private func press(_ terminal: inout Terminal) -> Bool {
    var isPressed = false
    while !board.isOver, let key = terminal.key() {
      isPressed = true
      let size = terminal.size
      let wish = board.change { picture, now in
        let drawing = MonitorDrawing(picture, width: size.width, height: size.height, at: now)
        return picture.press(key, visible: drawing.layout.channels.count, at: now)
      }
      switch wish {
      case .quit: board.end()
      case .suspend: terminal.suspend()
      case .redraw: terminal.invalidate()
      case .mark(let text): marks.yield(MonitorNote(text: text))
      case nil: break
      }
    }
    return isPressed
  }
}
