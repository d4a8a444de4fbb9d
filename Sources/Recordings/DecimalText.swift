/// A decimal fraction without an exponent, with `least` to `most` decimals.
///
/// Written here and not with a format string, so that no locale has a say and long recordings
/// keep their microseconds.
func decimal(_ value: Double, least: Int = 3, most: Int = 6) -> String {
  var scale = 1.0
  for _ in 0..<most {
    scale *= 10
  }
  let scaled = (value * scale).rounded()
  guard abs(scaled) < 9e15 else { return String(describing: value) }
  let whole = Int64(abs(scaled))
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, most + 1 - digits.count)) + digits
  var fraction = padded.suffix(most)
  while fraction.count > least, fraction.last == "0" {
    fraction.removeLast()
  }
  let sign = scaled < 0 ? "-" : ""
  return sign + padded.dropLast(most) + (fraction.isEmpty ? "" : "." + fraction)
}

extension StringProtocol {
  /// The text without blanks at its ends.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\0" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
