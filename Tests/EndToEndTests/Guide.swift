import Foundation
import Testing

/// The guide and the README, as the tests read them.
enum Guide {
  static let catalog = Fixture.root.appending(path: "Sources/crampd/crampd.docc")

  /// The articles and the README by their names without the ending.
  static func texts() throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: catalog.path)
    var texts: [String: String] = [:]
    for name in names where name.hasSuffix(".md") {
      texts[String(name.dropLast(3))] = try text(catalog.appending(path: name))
    }
    texts["README"] = try text(Fixture.root.appending(path: "README.md"))
    return texts
  }

  static func article(_ name: String) throws -> String {
    try text(catalog.appending(path: "\(name).md"))
  }

  /// The blocks of code in one language, with a line's end after each line.
  static func blocks(_ language: String, in text: String) -> [String] {
    text.matches(of: /(?ms)^```([a-z]+)\n(.*?)^```$/)
      .filter { $0.output.1 == language }
      .map { String($0.output.2) }
  }

  /// What stands outside of blocks of code.
  static func prose(of text: String) -> String {
    text.replacing(/(?ms)^```.*?^```$/, with: "")
  }

  private static func text(_ url: URL) throws -> String {
    try String(contentsOf: url, encoding: .utf8)
  }
}
