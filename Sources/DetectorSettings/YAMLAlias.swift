/// A place in YAML that stands for another one: `*name`, where something has the anchor `&name`.
///
/// Aliases of aliases make a document of a few hundred bytes that has billions of nodes, and a mapping
/// with one as its key has to look at all of them. It is found before anything is composed, by its
/// letters alone, so that nothing depends on where quotes begin: no text that is not meant so has
/// both of them.
public struct YAMLAlias: Sendable {
  /// The name of what it stands for.
  public let name: String
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in bytes.
  public let column: Int

  /// Finds the first alias of an anchor that is there, too.
  ///
  /// - Parameter text: The document.
  /// - Returns: The alias; `nil` if there is none.
  public static func first(in text: String) -> Self? {
    let anchors = Set(names(after: UInt8(ascii: "&"), in: text).map(\.name))
    guard !anchors.isEmpty else { return nil }
    return names(after: UInt8(ascii: "*"), in: text).first { anchors.contains($0.name) }
  }

  /// The names after a sign that does not follow a letter or a digit.
  private static func names(after sign: UInt8, in text: String) -> [Self] {
    var found: [Self] = []
    var (line, column) = (1, 0)
    var name: [UInt8]?
    var start = 0
    var before = UInt8(ascii: " ")
    for byte in text.utf8 {
      column += 1
      if isOfName(byte) {
        name?.append(byte)
      } else {
        if let name, !name.isEmpty {
          found.append(Self(name: String(decoding: name, as: UTF8.self), line: line, column: start))
        }
        let isSign = byte == sign && !isLetterOrDigit(before)
        name = isSign ? [] : nil
        start = column
      }
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
      before = byte
    }
    if let name, !name.isEmpty {
      found.append(Self(name: String(decoding: name, as: UTF8.self), line: line, column: start))
    }
    return found
  }

  /// What names of anchors are made of in libyaml.
  private static func isOfName(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
