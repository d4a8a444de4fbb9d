/// A message of the log that tells of a mistake in a configuration, perhaps of a former one: nobody
/// knows any more what in it was a name.
enum QuotedMistake {
  private static let struck = "(struck out)"

  /// The message up to the place of the mistake: `crampd.yaml:3:7`, or the variable.
  static func struckOut(of message: String) -> String {
    for sign in [".yaml:", ".yml:"] {
      guard let range = message.firstRange(of: sign) else { continue }
      let rest = message[range.upperBound...]
      // Without a line it is the system that speaks, of the file as a whole.
      guard rest.first?.isASCIIDigit ?? false else { continue }
      let place = rest.prefix { $0.isASCIIDigit || $0 == ":" }
      return "\(message[..<range.upperBound])\(place) \(struck)"
    }
    guard let range = message.firstRange(of: "environment: CRAMPD_") else { return message }
    let rest = message[range.upperBound...]
    return "\(message[..<range.upperBound])\(rest.prefix { $0.isLetter || $0 == "_" }): \(struck)"
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
