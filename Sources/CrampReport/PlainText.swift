/// Text of others as a page may carry it.
enum PlainText {
  /// As many characters of a name or a note are shown.
  static let longest = 240
  /// As many characters of a sentence are shown: more than any that this program makes.
  static let longestSentence = 2_000

  /// A text with an ellipsis where it was too long.
  static func shortened(_ text: String, limit: Int = longest) -> String {
    // Bytes are never fewer than characters, and quick to count.
    guard text.utf8.count > limit, text.unicodeScalars.count > limit else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
  }

  /// Text between tags or within quotes, in HTML and in XML.
  ///
  /// What neither has a character for, and the marks that turn the direction of the text around
  /// them (Unicode Standard Annex 9), become U+FFFD.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { !isPlain($0) }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\u{200E}", "\u{200F}", "\u{61C}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        result += "\u{FFFD}"
      case "\n", "\t": result += " "
      case " "..."\u{7E}", "\u{A0}"..."\u{FFFD}", "\u{10000}"...:
        result.unicodeScalars.append(scalar)
      default: result += "\u{FFFD}"
      }
    }
    return result
  }

  /// A cell of a table in a file: one line, no control characters.
  static func cell(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
      let isBreak = scalar == "\u{2028}" || scalar == "\u{2029}"
      result.unicodeScalars.append(isControl || isBreak ? " " : scalar)
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      false
    default: (32..<127).contains(byte)
    }
  }
}
