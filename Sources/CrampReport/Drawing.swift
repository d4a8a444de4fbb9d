/// A drawing in a page: a picture with words for those who do not see it.
struct Drawing {
  /// Width of every drawing; a page scales it.
  static let width = 480.0

  private let height: Double
  private let identity: String
  private let title: String
  private let description: String
  private(set) var body = Markup()

  /// An empty drawing.
  ///
  /// - Parameters:
  ///   - identity: Letters, digits and hyphens; each of a page once.
  ///   - height: In the units of ``width``.
  ///   - title: What it shows, in a line.
  ///   - description: What can be seen on it, in words.
  init(identity: String, height: Double, title: String, description: String) {
    self.identity = identity
    self.height = height
    self.title = PlainText.shortened(title)
    self.description = description
  }

  /// The element.
  var markup: Markup {
    """
    <svg viewBox="0 0 \(Self.width) \(height)" role="img" \
    aria-labelledby="\(identity)-t \(identity)-d">\
    <title id="\(identity)-t">\(title)</title><desc id="\(identity)-d">\(description)</desc>
    \(body)</svg>
    """
  }

  /// A line or an area; nothing where the path is empty.
  mutating func path(_ path: String, _ kind: String) {
    guard !path.isEmpty else { return }
    body += "<path class=\"\(kind)\" d=\"\(Markup.made(path))\"/>\n"
  }

  mutating func rectangle(
    _ x: Double,
    _ y: Double,
    _ width: Double,
    _ height: Double,
    _ kind: String
  ) {
    body += """
      <rect class="\(kind)" x="\(x)" y="\(y)" width="\(max(0, width))" height="\(max(0, height))"/>

      """
  }

  /// A dot; its form, and not its colour alone, tells series apart.
  mutating func dot(_ x: Double, _ y: Double, _ kind: String, form: Int = 0) {
    switch form % 3 {
    case 0: body += "<circle class=\"\(kind)\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.2\"/>\n"
    case 1: rectangle(x - 3, y - 3, 6, 6, kind)
    default: body += "<path class=\"\(kind)\" d=\"M\(x) \(y - 4)l4 7h-8z\"/>\n"
    }
  }

  /// Words at a place; `anchor` is `start`, `middle` or `end`.
  mutating func text(_ text: String, _ x: Double, _ y: Double, anchor: String = "start") {
    let words = PlainText.shortened(text)
    body += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(words)</text>\n"
  }

  /// Words that run upwards.
  mutating func upright(_ text: String, _ x: Double, _ y: Double) {
    body += """
      <text transform="rotate(-90 \(x) \(y))" x="\(x)" y="\(y)" text-anchor="middle">\(text)</text>

      """
  }
}
