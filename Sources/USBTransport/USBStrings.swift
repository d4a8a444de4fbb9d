/// What a device calls itself: printable, without blanks around, at most 126 characters each.
public struct USBStrings: Hashable, Sendable {
  /// Who made it.
  public var manufacturer: String?
  /// What it is.
  public var product: String?
  /// Which one it is.
  public var serial: String?

  /// Strings, made printable; what is empty then is `nil`.
  public init(manufacturer: String? = nil, product: String? = nil, serial: String? = nil) {
    self.manufacturer = Self.printable(manufacturer)
    self.product = Self.printable(product)
    self.serial = Self.printable(serial)
  }

  /// A descriptor holds 255 bytes at most, two of them ahead of UTF-16.
  private static let longest = 126

  /// The text without blanks around it, each character that does not print as `?`.
  static func printable(_ text: String?) -> String? {
    guard let text else { return nil }
    var shown = Substring()
    for scalar in text.unicodeScalars.prefix(longest) {
      shown.append(prints(scalar) ? Character(scalar) : "?")
    }
    while shown.first == " " { shown.removeFirst() }
    while shown.last == " " { shown.removeLast() }
    return shown.isEmpty ? nil : String(shown)
  }

  /// The text of a string descriptor's bytes; `nil` if they are none.
  static func text(ofDescriptor bytes: [UInt8]) -> String? {
    guard bytes.count >= 2, bytes[1] == 3 else { return nil }
    let end = min(Int(bytes[0]), bytes.count) & ~1
    guard end > 2 else { return nil }
    let units = stride(from: 2, to: end, by: 2).map {
      UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func prints(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .nonspacingMark, .enclosingMark, .spacingMark:
      false
    default:
      scalar != "\u{FFFD}"
    }
  }
}
