import CrampModel
import Foundation

/// Takes out of a text what says who somebody is.
///
/// What is known to be a name, a serial number or a person's words is replaced wherever it stands;
/// serial numbers and names of channels by a mark that is the same throughout one report, and of
/// no use in another. Besides, what looks like a password, an address or a home is struck out.
struct Redaction {
  private static let struck = "(struck out)"
  /// Random for each report, so that marks cannot be looked up.
  private let salt: UInt64
  private var replacements: [(text: String, mark: String)] = []
  private var texts: Set<String> = []

  init(salt: UInt64) {
    self.salt = salt
  }

  /// The mark of a serial number or of a channel's name.
  func mark(_ kind: String, _ text: String) -> String {
    var digest = Digest()
    digest.add(salt)
    digest.add(text)
    let digits = String(digest.high & 0xFF_FFFF, radix: 16)
    return "\(kind)-\(String(repeating: "0", count: 6 - digits.count))\(digits)"
  }

  /// Has a text replaced by its mark from now on.
  mutating func hide(_ kind: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    add(text, mark(kind, text))
  }

  /// Has a text struck out from now on.
  mutating func strike(_ text: String?, as mark: String = Self.struck) {
    guard let text else { return }
    // In a log it may stand on lines of its own.
    for line in text.split(whereSeparator: \.isNewline) { add(Self.trimmed(line), mark) }
  }

  private mutating func add(_ text: String, _ mark: String) {
    guard !text.isEmpty, texts.insert(text).inserted else { return }
    replacements.insert((text, mark), at: place(of: text))
  }

  /// The longest first: one name may be part of another.
  private func place(of text: String) -> Int {
    var range = 0..<replacements.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let other = replacements[middle].text
      let isBefore = (other.utf8.count, other) > (text.utf8.count, text)
      range = isBefore ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  /// The text without what is to be hidden.
  func redacted(_ text: String) -> String {
    var text = text
    for (wanted, mark) in replacements { text = Self.replace(wanted, in: text, by: mark) }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Self.patterns(String($0)) }.joined(separator: "\n")
  }

  /// Replaces a text; a short one only where it is a word of its own.
  private static func replace(_ wanted: String, in text: String, by mark: String) -> String {
    guard wanted.count < 4 else { return text.replacing(wanted, with: mark) }
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: wanted) {
      let before = rest[..<found.lowerBound].last ?? result.last
      let after = rest[found.upperBound...].first
      let isWord = !(before.map(isLetter) ?? false) && !(after.map(isLetter) ?? false)
      result += rest[..<found.lowerBound]
      result += isWord ? mark : wanted
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  static let secretNames = [
    "password", "passwd", "passphrase", "secret", "token", "credential", "api_key", "apikey",
    "authorization", "bearer",
  ]

  /// Strikes out what has the look of a secret, word by word.
  private static func patterns(_ line: String) -> String {
    let small = line.lowercased()
    if let name = secretNames.first(where: { small.contains($0) }),
      let range = line.range(of: name, options: .caseInsensitive)
    {
      // What follows the name may be quoted and hold blanks: all of it goes.
      return "\(line[..<range.upperBound]) \(struck)"
    }
    return line.split(separator: " ", omittingEmptySubsequences: false)
      .map { home(address(String($0))) }.joined(separator: " ")
  }

  /// `mqtt://anna:pw@host/` and `anna@example.org`.
  private static func address(_ word: String) -> String {
    guard let at = word.firstIndex(of: "@"), at > word.startIndex else {
      return isInternetAddress(word) ? "(address)" : word
    }
    let after = word[word.index(after: at)...]
    let name = word[..<at].last.map { $0.isLetter || $0.isNumber || "._-:".contains($0) } ?? false
    // `crampd@1.service` is the instance of a unit.
    guard name, after.first?.isLetter ?? false || word.contains("://") else { return word }
    return "(address)"
  }

  /// `192.168.1.20`, with what stands around it.
  private static func isInternetAddress(_ word: String) -> Bool {
    let digits = word.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// `/home/anna/x`.
  private static func home(_ word: String) -> String {
    guard let range = word.firstRange(of: "/home/") else { return word }
    let rest = word[range.upperBound...].drop { $0 != "/" }
    return word[..<range.upperBound] + "PERSON" + rest
  }

  private static func trimmed(_ line: Substring) -> String {
    String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
