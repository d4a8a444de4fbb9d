/// HTML in the making: what is interpolated as text is escaped, so that no name can become a tag.
///
///     let row: Markup = "<td>\(channel)</td>"
///
/// Only literals of this program and other markup go in as they are.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  private(set) var source: String

  init() {
    source = ""
  }

  init(stringLiteral literal: String) {
    source = literal
  }

  init(stringInterpolation: Interpolation) {
    source = stringInterpolation.source
  }

  /// What stands between the parts of a literal.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) {
      source += literal
    }

    mutating func appendInterpolation(_ markup: Markup) {
      source += markup.source
    }

    mutating func appendInterpolation(_ parts: [Markup]) {
      for part in parts { source += part.source }
    }

    /// A sentence of this program; words of others in it are shortened before, or here.
    mutating func appendInterpolation(_ text: String) {
      source += PlainText.escaped(PlainText.shortened(text, limit: PlainText.longestSentence))
    }

    mutating func appendInterpolation(_ number: Int) {
      source += String(number)
    }

    /// A coordinate in tenths.
    mutating func appendInterpolation(_ number: Double) {
      source += Figure.coordinate(number)
    }

    /// What somebody else wrote, kept apart from the direction of the text around it.
    mutating func appendInterpolation(name: String) {
      source += "<bdi>\(PlainText.escaped(PlainText.shortened(name)))</bdi>"
    }
  }

  static func += (left: inout Self, right: Self) {
    left.source += right.source
  }

  /// Markup that was put together from numbers and letters of this program alone.
  static func made(_ source: String) -> Self {
    var markup = Self()
    markup.source = source
    return markup
  }
}
