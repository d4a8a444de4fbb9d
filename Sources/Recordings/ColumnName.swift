import CrampModel

/// The name of a column with the unit that it may carry: `emg_uv`, `EMG (mV)`, `fuerza [N]`.
struct ColumnName: Hashable {
  /// The name without the unit.
  var name: String
  /// What the unit is called, as it was written.
  var unit: String?

  init(_ text: String) {
    name = text.trimmed
    unit = nil
    if splitBrackets() { return }
    splitSuffix()
  }

  /// What a sample of the column stands for; `nil` if nothing that is known.
  var signalUnit: SignalUnit? { unit.flatMap { SignalUnit(spelling: $0) } }

  private mutating func splitBrackets() -> Bool {
    for (open, close) in [("(", ")"), ("[", "]")] where name.hasSuffix(close) {
      guard let start = name.lastIndex(of: Character(open)) else { continue }
      let inside = name[name.index(after: start)...].dropLast()
      let rest = name[..<start].trimmed
      guard !rest.isEmpty else { continue }
      unit = String(inside).trimmed
      name = rest
      return true
    }
    return false
  }

  private mutating func splitSuffix() {
    guard let mark = name.lastIndex(of: "_"), mark > name.startIndex else { return }
    let suffix = String(name[name.index(after: mark)...])
    let isTime = isTime(name[..<mark].lowercased()) && Self.secondsPer(suffix) != nil
    // Words such as `raw` say what a column is, not in which unit.
    let isUnit =
      SignalUnit(spelling: suffix) != nil
      && !["raw", "adc", "kg"].contains(suffix.lowercased())
    guard isTime || isUnit else { return }
    unit = suffix
    name = String(name[..<mark])
  }

  /// Whether the column says when its row was taken.
  var isTime: Bool { isTime(name.lowercased()) }

  private func isTime(_ name: String) -> Bool {
    let words = name.split { !$0.isLetter }
    return words.last.map { Self.timeWords.contains(String($0)) } ?? false
  }

  /// Whether the column only counts rows.
  var isCounter: Bool {
    ["", "index", "sample", "samples", "sample index", "nseq", "seq", "counter", "#"]
      .contains(name.lowercased())
  }

  private static let timeWords: Set<String> = [
    "t", "time", "times", "timestamp", "timestamps", "tiempo", "zeit", "temps", "tempo",
    "seconds", "sec", "secs", "epoch",
  ]

  /// Seconds for one step of the time column; `nil` if the name does not say.
  var secondsPerUnit: Double? { unit.flatMap { Self.secondsPer($0) } }

  private static func secondsPer(_ unit: String) -> Double? {
    switch unit.lowercased() {
    case "s", "sec", "secs", "second", "seconds": 1
    case "ms", "msec", "millis", "milliseconds": 1e-3
    case "us", "µs", "μs", "usec", "micros", "microseconds": 1e-6
    case "ns", "nsec", "nanoseconds": 1e-9
    case "min", "minutes": 60
    default: nil
    }
  }
}
