import CrampModel

/// Numbers and times as the page and the tables write them, the same in every locale.
enum Figure {
  /// A number with a fixed count of decimals.
  static func fixed(_ number: Double, decimals: Int = 1) -> String {
    guard number.isFinite else { return "n/a" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 9e15 else { return String(describing: number) }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// A number with no more decimals than it needs.
  static func short(_ number: Double, decimals: Int = 3) -> String {
    var text = fixed(number, decimals: decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A number of three digits that count: `182`, `5.73`, `0.0123`.
  static func significant(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : "n/a" }
    var decimals = 2
    var bound = abs(number)
    while bound >= 10, decimals > 0 {
      bound /= 10
      decimals -= 1
    }
    while bound < 1, decimals < 9 {
      bound *= 10
      decimals += 1
    }
    return fixed(number, decimals: decimals)
  }

  /// A coordinate of a drawing in tenths, without digits that say nothing.
  static func coordinate(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e9 else { return "0" }
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : fixed(number)
  }

  /// A length for people: `42.1 s`, `3 min 5 s`, `7 h 30 min`.
  static func length(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "n/a" }
    if seconds < 59.95 { return "\(fixed(seconds)) s" }
    let whole = Int64(seconds.rounded())
    if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
    let minutes = (whole + 30) / 60
    return "\(minutes / 60) h \(minutes % 60) min"
  }

  /// Hours: `7.4`.
  static func hours(_ seconds: Double) -> String { fixed(seconds / 3_600) }

  /// A share in per cent.
  static func percent(_ share: Double) -> String { "\(fixed(100 * share, decimals: 0)) %" }

  /// A noun with its count: `1 cramp`, `2 cramps`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A level with its unit: `39.6 µV`.
  static func level(_ level: Double?, _ unit: String?) -> String {
    guard let level else { return "–" }
    let unit = unit.map { PlainText.shortened($0, limit: 12) } ?? ""
    return "\(significant(level)) \(unit == "uV" ? "µV" : unit)"
  }

  /// The middle of some numbers; `nil` of none.
  static func median(_ numbers: [Double]) -> Double? {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
