public import Yams

/// A value of the file with its place.
public struct ConfigurationValue {
  /// The file's path.
  public let file: String
  /// The key with its parents.
  public let key: String
  /// What the file says.
  public let node: Node
  private let mark: Mark?

  /// A value that stands at `mark`, or else where its node does.
  public init(_ file: String, _ key: String, _ node: Node, mark: Mark? = nil) {
    self.file = file
    self.key = key
    self.node = node
    self.mark = mark ?? node.mark
  }

  /// The value as words.
  public func text() throws(ConfigurationError) -> String {
    guard let text = node.scalar?.string else { throw error("is no plain value") }
    return text
  }

  /// The value as a number, above `least` if that is given.
  public func number(above least: Double? = nil) throws(ConfigurationError) -> Double {
    guard let number = Double(try text()), number.isFinite else { throw error("is no number") }
    if let least, number <= least { throw error("is not above \(Int(least))") }
    return number
  }

  /// The value as a whole number.
  public func count(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let count = Int(try text()), range.contains(count) else {
      throw error("is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  /// The value as true or false.
  public func flag() throws(ConfigurationError) -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    default: throw error("is neither true nor false")
    }
  }

  /// A mistake at this place.
  public func error(_ cause: String) -> ConfigurationError {
    ConfigurationError(
      file: file,
      line: mark?.line,
      column: mark?.column,
      key: key.isEmpty ? nil : key,
      cause: cause
    )
  }
}

// One reader reads a file.
@available(*, unavailable)
extension ConfigurationValue: Sendable {}

extension Node {
  /// Whether there is no value.
  public var isNull: Bool {
    guard let scalar else { return false }
    return ["", "~", "null"].contains(scalar.string) && scalar.style != .doubleQuoted
      && scalar.style != .singleQuoted
  }
}
