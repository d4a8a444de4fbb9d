import TerminalScreen

/// The page that explains the others.
extension MonitorDrawing {
  private static let lines = [
    "q, Ctrl-C     quit",
    "m             write a note; it marks the moment of Enter",
    "space         let the envelopes stand still, or go on",
    "+ -           less or more time",
    "1-9, 0        one channel alone, all of them",
    "arrows, PgUp  other channels, where there is no room for all",
    "Ctrl-L        draw everything anew",
    "",
    "Height is the level on a logarithmic axis; on, off and rest are",
    "the levels that decide. C: cramp, ?: cannot be judged.",
    "OLD: nothing has come for 3 s; what is shown is not what is.",
    "tone: median of the level in the last minute while at rest;",
    "usual: what the daemon found to be usual for this person.",
    "dropped: readings that came too fast for this connection.",
    "Not a medical device.",
  ]

  /// Draws the page; what does not fit is left out from its end.
  mutating func drawHelp() {
    write("crampctl monitor", row: 0, column: 0, style: CellStyle(isBold: true))
    for (row, line) in zip(1..<max(1, layout.keys), Self.lines) {
      write(fitted(line, to: grid.width - 1), row: row, column: 1)
    }
  }
}
