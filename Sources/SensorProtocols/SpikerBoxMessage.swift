/// What a SpikerBox says between its samples.
///
///     FF FF 01 01 80 FF   HWT:MUSCLESS;FWV:0.12;   FF FF 01 01 81 FF
///
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox", R7.
public struct SpikerBoxMessage: Hashable, Sendable {
  /// One `name:value;` of a message.
  public struct Field: Hashable, Sendable {
    /// Such as `HWT`, the hardware's type, or `EVNT`, an event input.
    public let name: String
    /// What follows the colon; empty in a question.
    public let value: String

    /// A field of a name and a value.
    public init(_ name: String, _ value: String = "") {
      self.name = name
      self.value = value
    }
  }

  /// The fields in their order.
  public let fields: [Field]

  /// A message of given fields.
  public init(_ fields: [Field]) {
    self.fields = fields
  }

  /// Reads the text between the two marks; what is no `name:value;` is left out.
  ///
  /// - Parameter text: The bytes between the marks.
  public init(text: Span<UInt8>) {
    var fields: [Field] = []
    var start = 0
    var colon: Int?
    for index in 0..<text.count {
      if text[index] == UInt8(ascii: ":"), colon == nil { colon = index }
      guard text[index] == UInt8(ascii: ";") else { continue }
      if let colon, colon > start {
        let name = String(printable: text.extracting(start..<colon))
        let value = String(printable: text.extracting((colon + 1)..<index))
        fields.append(Field(name, value))
      }
      start = index + 1
      colon = nil
    }
    self.fields = fields
  }

  /// The value of the first field of a name; `nil` if there is none.
  public subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// The bytes as the box sends them, marks included.
  public var bytes: [UInt8] {
    let text = fields.map { "\($0.name):\($0.value);" }.joined()
    return [0xFF, 0xFF, 1, 1, 0x80, 0xFF] + Array(text.utf8) + [0xFF, 0xFF, 1, 1, 0x81, 0xFF]
  }
}
