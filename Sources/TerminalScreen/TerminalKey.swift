import CNcurses

/// A key that a person presses.
public enum TerminalKey: Hashable, Sendable {
  /// A character.
  case character(Character)
  /// A letter with the control key: `c` for Ctrl-C.
  case control(Character)
  /// Enter.
  case enter
  /// Escape.
  case escape
  /// Backspace or Delete.
  case erase
  /// Arrow up.
  case up
  /// Arrow down.
  case down
  /// A page up.
  case pageUp
  /// A page down.
  case pageDown
  /// Any other.
  case other

  /// A function key, by its number in ncurses.
  init(code: Int32) {
    self =
      switch code {
      case KEY_UP: .up
      case KEY_DOWN: .down
      case KEY_PPAGE: .pageUp
      case KEY_NPAGE: .pageDown
      case KEY_ENTER: .enter
      case KEY_BACKSPACE, KEY_DC: .erase
      default: .other
      }
  }

  /// A character, by its number.
  init(character code: UInt32) {
    switch code {
    case 8, 127: self = .erase
    case 10, 13: self = .enter
    case 27: self = .escape
    case 1...26:
      self = Unicode.Scalar(code + 96).map { .control(Character($0)) } ?? .other
    case 0..<32: self = .other
    default: self = Unicode.Scalar(code).map { .character(Character($0)) } ?? .other
    }
  }
}
