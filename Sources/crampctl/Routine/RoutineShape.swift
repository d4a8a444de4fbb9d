import CrampRoutine
import Foundation
import TerminalScreen

/// What the terminal is, if there is one.
struct RoutineShape: Sendable {
  /// Where no terminal says how wide it is.
  static let usualWidth = 80
  /// Narrower ones get lines that they break themselves.
  static let narrowest = 20

  /// Whether somebody can type.
  let hasKeys: Bool
  /// Whether lines may be written over.
  let isTerminal: Bool
  let isColoured: Bool
  let glyphs: Glyphs

  init(isPlain: Bool) {
    let environment = ProcessInfo.processInfo.environment
    let isDumb = environment["TERM", default: "dumb"] == "dumb"
    hasKeys = isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp()
    isTerminal = !isPlain && !isDumb && Output.isTerminal
    isColoured = isTerminal && environment["NO_COLOR", default: ""].isEmpty
    glyphs = Glyphs(environment: environment)
  }

  /// How wide lines may be at this moment.
  var width: Int { max(Self.narrowest, columns - 1) }

  /// How many columns the terminal has at this moment.
  var columns: Int {
    guard Output.isTerminal else { return Self.usualWidth + 1 }
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return Self.usualWidth + 1
    }
    return Int(size.ws_col)
  }

  /// A text in lines that are no wider.
  func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let width = self.width
    let blanks = String(repeating: " ", count: min(indent, width / 4))
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, CellText.width("\(last) \(word)") <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(blanks + word.prefix(width - blanks.count))
        var rest = word.dropFirst(width - blanks.count)
        while !rest.isEmpty {
          lines.append(String(rest.prefix(width)))
          rest = rest.dropFirst(width)
        }
      }
    }
    return lines
  }

  /// A bar, of which a share is filled.
  func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
    let (on, off) = glyphs == .ascii ? ("#", "-") : ("█", "░")
    return String(repeating: on, count: filled) + String(repeating: off, count: width - filled)
  }

  /// A text that stands out, where there is colour.
  func strong(_ text: String) -> String {
    isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
}
