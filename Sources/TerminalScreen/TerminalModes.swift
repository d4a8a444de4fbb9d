import CNcurses
import Glibc

/// How the terminal treats keys and text, to be put back where ``Terminal`` cannot do it itself.
public struct TerminalModes: Sendable {
  private let modes: termios?

  /// As they are now.
  public init() {
    var modes = termios()
    self.modes = tcgetattr(STDIN_FILENO, &modes) == 0 ? modes : nil
  }

  /// Puts them back at once, whatever waits to be written.
  public func restore() {
    guard var modes else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }
}
