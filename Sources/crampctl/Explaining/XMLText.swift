/// Text and numbers as XML 1.0 may carry them.
enum XMLText {
  /// Text between tags or within quotes; what XML has no character for becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t", " "..."\u{7E}", "\u{A0}"..."\u{FFFD}", "\u{10000}"...:
        result.unicodeScalars.append(scalar)
      default: result += "\u{FFFD}"
      }
    }
    return result
  }

  /// A coordinate in tenths, without digits that say nothing.
  static func number(_ number: Double) -> String {
    let text = NumberText.fixed(number.isFinite ? number : 0)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
