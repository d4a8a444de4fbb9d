import Foundation

/// The characters that a drawing in text may use.
enum Glyphs {
  /// Only those of ASCII.
  case ascii
  /// Blocks and signs beyond ASCII too.
  case unicode

  /// What a terminal can show, by the locale in an environment.
  ///
  /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that says something decides (POSIX.1, 8.2).
  init(environment: [String: String]) {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let letters = locale.lowercased().filter { $0.isLetter || $0.isNumber }
    self = letters.contains("utf8") ? .unicode : .ascii
  }

  /// A cell that is filled from below, by a share of 0...1; a blank if it is empty.
  func cell(_ share: Double) -> Character {
    switch self {
    case .ascii:
      share >= 2.0 / 3 ? "#" : share >= 1.0 / 3 ? ":" : share > 0 ? "." : " "
    case .unicode: Self.eighths[Int((max(0, min(1, share)) * 8).rounded(.up))]
    }
  }

  private static let eighths: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// Text as the characters allow it.
  func text(_ text: String) -> String {
    guard self == .ascii else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "µ", "μ": result += "u"
      case "×": result += "x"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default: result += "?"
      }
    }
    return result
  }
}
