/// The share of long work that is done, on a terminal only.
struct Progress {
  private let name: String
  private let total: Double?
  private let begin = ContinuousClock.now
  private var shown = -1

  /// Begins to tell about a file of `total` seconds.
  init(name: String, total: Double?) {
    self.name = name
    self.total = Diagnostics.isTerminal ? total : nil
  }

  /// Tells how far the work is, once it has lasted for more than a second.
  mutating func advance(to position: Double) {
    guard let total, total > 0 else { return }
    let percent = Int(min(max(position / total, 0), 1) * 100)
    guard percent > shown, begin.duration(to: .now) > .seconds(1) else { return }
    shown = percent
    Diagnostics.write("\r\(TextTable.plain(name)): \(percent) %\u{1B}[K")
  }

  /// Wipes the line.
  func clear() {
    if shown >= 0 { Diagnostics.write("\r\u{1B}[K") }
  }
}
