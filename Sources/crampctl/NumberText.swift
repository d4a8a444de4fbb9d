/// Numbers for people and programs, the same in every locale.
enum NumberText {
  /// A number with a fixed count of decimals.
  static func fixed(_ number: Double, decimals: Int = 1) -> String {
    guard number.isFinite else { return "n/a" }
    var scale = 1.0
    for _ in 0..<decimals {
      scale *= 10
    }
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 9e15 else { return String(describing: number) }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = number < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// A number with no more decimals than it needs, three at most.
  static func short(_ number: Double) -> String {
    var text = fixed(number, decimals: 3)
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

  /// A share in whole per cent: `91 %`.
  static func percent(_ share: Double) -> String {
    "\(fixed(100 * share, decimals: 0)) %"
  }

  /// A time within a recording: `01:02:03.4`.
  static func clock(_ seconds: Double) -> String {
    let tenths = Int64((abs(seconds) * 10).rounded())
    let sign = seconds < 0 && tenths > 0 ? "-" : ""
    let parts = [tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60].map { two($0) }
    return "\(sign)\(parts.joined(separator: ":")).\(tenths % 10)"
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

  /// Parts of a sentence: `a`, `a, and b`, `a, b, and c`.
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return "\(parts.dropLast().joined(separator: ", ")), and \(last)"
  }

  /// A noun with its count: `1 cramp`, `2 cramps`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Two digits at least.
  static func two(_ number: some BinaryInteger) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
