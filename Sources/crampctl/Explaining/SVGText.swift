/// A line of text in an SVG.
struct SVGText {
  let element: String

  /// A line of text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - x: Where it is anchored.
  ///   - y: Its base line.
  ///   - kind: Its class in the style sheet.
  ///   - anchor: What of it lies at `x`: `start`, `middle` or `end`.
  ///   - isUpright: Whether it runs upwards.
  init(
    _ text: String,
    _ x: Double,
    _ y: Double,
    kind: String = "ink",
    anchor: String = "start",
    isUpright: Bool = false
  ) {
    let place = "x=\"\(XMLText.number(x))\" y=\"\(XMLText.number(y))\""
    let align = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    let turn = "transform=\"rotate(-90 \(XMLText.number(x)) \(XMLText.number(y)))\""
    let turned = isUpright ? " " + turn : ""
    element =
      "<text class=\"\(kind)\" \(place)\(align)\(turned)>\(XMLText.escaped(text))</text>\n"
  }
}
