import Yams

/// A value of the file with its place.
struct ConfigurationValue {
  let file: String
  let key: String
  let node: Node
  let mark: Mark?

  init(_ file: String, _ key: String, _ node: Node, mark: Mark? = nil) {
    self.file = file
    self.key = key
    self.node = node
    self.mark = mark ?? node.mark
  }

  func text() throws(ConfigurationError) -> String {
    guard let text = node.scalar?.string else { throw error("is no plain value") }
    return text
  }

  func number(above least: Double? = nil) throws(ConfigurationError) -> Double {
    guard let number = Double(try text()), number.isFinite else { throw error("is no number") }
    if let least, number <= least { throw error("is not above \(Int(least))") }
    return number
  }

  func count(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
    guard let count = Int(try text()), range.contains(count) else {
      throw error("is no whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return count
  }

  func flag() throws(ConfigurationError) -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    default: throw error("is neither true nor false")
    }
  }

  func map<T>(
    _ make: (String) throws(Configuration.ValueError) -> T
  ) throws(ConfigurationError)
    -> T
  {
    do {
      return try make(text())
    } catch let problem as Configuration.ValueError {
      throw error(problem.cause)
    } catch let problem as ConfigurationError {
      throw problem
    } catch {
      throw self.error("\(error)")
    }
  }

  func error(_ cause: String) -> ConfigurationError {
    ConfigurationError(
      file: file,
      line: mark?.line,
      column: mark?.column,
      key: key.isEmpty ? nil : key,
      cause: cause
    )
  }
}

extension Node {
  var isNull: Bool {
    guard let scalar else { return false }
    return ["", "~", "null"].contains(scalar.string) && scalar.style != .doubleQuoted
      && scalar.style != .singleQuoted
  }
}
