/// The numbers in one line of text, as sketches print them for a serial plotter.
///
///     512                 510,23              emg:510,env:23
///     0.1234,kg,85321     one reading: <tab> 123.4 <tab> | average: <tab> 123.2
///
/// Commas, semicolons, tabs, blanks and bars part the columns; `label:` or `label =` may stand
/// before a number and a unit after it. Other words are passed over. NaN and infinity are numbers
/// that are not known.
public struct TextLine: Hashable, Sendable {
  /// The longest line that is read.
  public static let longest = 256

  /// A unit as it is written after a number.
  enum Unit: Hashable, Sendable {
    case kilogram
    case pound
    case newton
    case kilopascal
    case millimetreOfMercury
    case microvolt
    case millivolt
    case volt
  }

  /// The numbers in their order; NaN where one is not known.
  public private(set) var values: [Double] = []
  /// Where the label of each number stands in the line; empty if it has none.
  public private(set) var labels: [Range<Int>] = []
  private(set) var units: [Unit?] = []
  /// Whether there are words that are neither label nor unit.
  private(set) var hasWords = false

  private var label = 0..<0
  private var words: Range<Int>?
  private var followsNumber = false

  /// A line without numbers; reuse it, ``read(_:)`` keeps its storage.
  public init() {}

  /// Reads a line without its end.
  ///
  /// - Parameter line: At most ``longest`` bytes.
  /// - Returns: Whether there is a number in it, and nothing that no text has.
  public mutating func read(_ line: Span<UInt8>) -> Bool {
    clear()
    guard line.count <= Self.longest, line.isText else { return false }
    var start = 0
    for index in 0...line.count {
      let end = index < line.count ? line[index] : UInt8(ascii: ",")
      guard Self.isSeparator(end) else { continue }
      take(line.extracting(start..<index), at: start, before: end)
      start = index + 1
    }
    return values.contains { $0.isFinite }
  }

  /// A line as a sketch prints it.
  ///
  /// - Parameters:
  ///   - labels: Of the numbers; none, or one for each.
  ///   - values: The numbers.
  /// - Returns: The bytes with the line's end.
  public static func bytes(labels: [String] = [], values: [Double]) -> [UInt8] {
    let columns = values.enumerated().map { index, value in
      let number = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
      return index < labels.count ? "\(labels[index]):\(number)" : number
    }
    return Array(columns.joined(separator: ",").utf8) + [0x0D, 0x0A]
  }

  private mutating func clear() {
    values.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    units.removeAll(keepingCapacity: true)
    hasWords = false
    label = 0..<0
    words = nil
    followsNumber = false
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0D, 0x20: true
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"): true
    case UInt8(ascii: ":"), UInt8(ascii: "="): true
    default: false
    }
  }

  private mutating func take(_ token: Span<UInt8>, at start: Int, before separator: UInt8) {
    let endsLabel = separator == UInt8(ascii: ":") || separator == UInt8(ascii: "=")
    if endsLabel {
      if !token.isEmpty { words = (words?.lowerBound ?? start)..<(start + token.count) }
      label = words ?? 0..<0
      words = nil
      followsNumber = false
    } else if !token.isEmpty {
      take(token, at: start)
    }
    guard separator != 0x20, !endsLabel else { return }
    endWords()
    if separator != 0x09, separator != 0x0D { label = 0..<0 }
  }

  private mutating func take(_ token: Span<UInt8>, at start: Int) {
    if let number = token.decimalNumber {
      endWords()
      values.append(number)
      labels.append(label)
      units.append(nil)
      label = 0..<0
      followsNumber = true
    } else if followsNumber, let unit = Unit(token) {
      units[units.count - 1] = unit
      followsNumber = false
    } else {
      words = (words?.lowerBound ?? start)..<(start + token.count)
      followsNumber = false
    }
  }

  private mutating func endWords() {
    if words != nil { hasWords = true }
    words = nil
  }
}

extension TextLine.Unit {
  fileprivate init?(_ token: Span<UInt8>) {
    if token.spells("kg") {
      self = .kilogram
    } else if token.spells("lbs") || token.spells("lb") {
      self = .pound
    } else if token.spells("n") {
      self = .newton
    } else if token.spells("kpa") {
      self = .kilopascal
    } else if token.spells("mmhg") {
      self = .millimetreOfMercury
    } else if token.spells("uv") {
      self = .microvolt
    } else if token.spells("mv") {
      self = .millivolt
    } else if token.spells("v") {
      self = .volt
    } else {
      return nil
    }
  }
}

extension Span<UInt8> {
  /// Whether there are no control characters but tabs and returns.
  fileprivate var isText: Bool {
    for index in 0..<count where self[index] < 0x20 || self[index] == 0x7F {
      guard self[index] == 0x09 || self[index] == 0x0D else { return false }
    }
    return true
  }
}
