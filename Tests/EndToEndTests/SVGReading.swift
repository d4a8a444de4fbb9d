import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A drawing as an XML parser that is not ours reads it.
final class SVGReading: NSObject, XMLParserDelegate {
  private(set) var names: [String: Int] = [:]
  private(set) var identifiers: [String] = []
  private(set) var references: [String] = []
  private(set) var classes: Set<String> = []
  private(set) var texts: [String] = []
  private(set) var titles: [String] = []
  private var text = ""

  /// `nil` if it is not well-formed.
  init?(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    names[name, default: 0] += 1
    if let id = attributes["id"] { identifiers.append(id) }
    references += (attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    if let kind = attributes["class"] { classes.insert(kind) }
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    text += string
  }

  func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    if name == "text" { texts.append(text) }
    if name == "title" { titles.append(text) }
  }
}
