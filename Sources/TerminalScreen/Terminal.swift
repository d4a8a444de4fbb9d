import CNcurses
import Glibc

/// The terminal as a whole screen of cells, through ncurses; destroying it gives the terminal back
/// as it was.
///
/// There is one at a time, and only one thread uses it.
public struct Terminal: ~Copyable {
  /// Why there is no screen.
  public enum OpeningError: Error, Hashable {
    /// Standard input or output is none.
    case noTerminal
    /// Nothing is known of a terminal of this name, or it cannot place text.
    case unknownType
  }

  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private let hasColours: Bool
  private var idleReadings = 0
  /// Part of a key's sequence may come alone; so many parts in a row are none.
  private static let mostIdleReadings = 50
  private var shown = CellGrid(width: 0, height: 0)

  /// Whether standard input and output are a terminal.
  public static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Takes over the characters of the person's locale.
  ///
  /// - Parameter wantsUnicode: Whether the environment asks for UTF-8; a locale that is not
  ///   installed is then made up for.
  /// - Returns: Whether characters beyond ASCII can be shown.
  public static func adoptLocale(wantsUnicode: Bool) -> Bool {
    if setlocale(LC_CTYPE, "") == nil || (wantsUnicode && crampd_is_utf8() == 0), wantsUnicode {
      setlocale(LC_CTYPE, "C.UTF-8")
    }
    return crampd_is_utf8() != 0
  }

  /// Takes the terminal over.
  ///
  /// - Parameter isColoured: Whether colours are wanted.
  /// - Throws: ``OpeningError``.
  public init(isColoured: Bool) throws(OpeningError) {
    guard Self.isThere else { throw .noTerminal }
    guard let screen = crampd_take_over() else { throw .unknownType }
    guard let window = crampd_screen() else {
      endwin()
      delscreen(screen)
      throw .unknownType
    }
    self.screen = screen
    self.window = window
    hasColours = isColoured && has_colors() && start_color() != ERR
    if hasColours {
      use_default_colors()
      for colour in CellStyle.Colour.allCases where colour != .plain {
        init_pair(colour.rawValue, colour.rawValue, -1)
      }
    }
    // Every key comes as it is, Ctrl-C and Ctrl-S too, so that the screen is never left as it is.
    raw()
    noecho()
    nonl()
    keypad(window, true)
    nodelay(window, true)
    set_escdelay(25)
    curs_set(0)
    // ncurses would draw from a signal while this thread draws.
    signal(SIGTSTP, SIG_DFL)
  }

  deinit {
    endwin()
    delscreen(screen)
  }

  /// Columns and rows, as they are now.
  public var size: (width: Int, height: Int) {
    var rows: Int32 = 0
    var columns: Int32 = 0
    if crampd_window_size(STDOUT_FILENO, &rows, &columns) == 0,
      rows != getmaxy(window) || columns != getmaxx(window)
    {
      resizeterm(rows, columns)
    }
    return (Int(getmaxx(window)), Int(getmaxy(window)))
  }

  /// Shows a grid; sends only what is different.
  ///
  /// - Parameters:
  ///   - grid: As wide and as high as ``size``.
  ///   - cursor: Where the person writes, if anywhere.
  public mutating func show(_ grid: CellGrid, cursor: (row: Int, column: Int)? = nil) {
    for row in 0..<grid.height where !grid.hasSame(row: row, as: shown) {
      for run in grid.runs(of: row) {
        let style = run.style
        let looks = (style.isBold ? 1 : 0) | (style.isReversed ? 2 : 0) | (style.isDim ? 4 : 0)
        crampd_style(window, Int32(looks), hasColours ? style.colour.rawValue : 0)
        wmove(window, Int32(row), Int32(run.column))
        waddstr(window, run.text)
      }
    }
    shown = grid
    curs_set(cursor == nil ? 0 : 1)
    if let cursor { wmove(window, Int32(cursor.row), Int32(cursor.column)) }
    wrefresh(window)
  }

  /// Forgets what is shown, so that the next grid is drawn as a whole.
  public mutating func invalidate() {
    shown = CellGrid(width: 0, height: 0)
    werase(window)
    clearok(window, true)
  }

  /// Stops this program as Ctrl-Z does, and takes the terminal over again when it goes on.
  public mutating func suspend() {
    endwin()
    kill(0, SIGTSTP)
    invalidate()
    wrefresh(window)
  }

  /// Waits for a key.
  ///
  /// - Parameter milliseconds: The longest time.
  /// - Returns: Whether the terminal is still there: a window that was closed is not.
  public mutating func wait(milliseconds: Int32) -> Bool {
    var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let count = poll(&descriptor, 1, milliseconds)
    // A signal interrupts; that says nothing of the terminal.
    guard count > 0 else { return true }
    // One that is always ready to be read and never gives a key is at its end.
    idleReadings += 1
    return Int32(descriptor.revents) & (POLLHUP | POLLERR | POLLNVAL) == 0
      && idleReadings < Self.mostIdleReadings
  }

  /// The next key that was pressed; `nil` if there is none.
  public mutating func key() -> TerminalKey? {
    var code: wint_t = 0
    let found = wget_wch(window, &code)
    guard found != ERR else { return nil }
    idleReadings = 0
    switch found {
    case KEY_CODE_YES: return TerminalKey(code: Int32(bitPattern: code))
    default: return TerminalKey(character: code)
    }
  }
}

// One thread draws and reads keys.
@available(*, unavailable)
extension Terminal: Sendable {}
