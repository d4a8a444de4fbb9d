import Foundation
import Testing

/// What the guide and the README point to.
struct GuideLinkTests {
  @Test func `Each link from an article leads to an article or a drawing`() throws {
    let texts = try Guide.texts()
    for (name, text) in texts where name != "README" {
      let prose = Guide.prose(of: text)
      for link in prose.matches(of: /<doc:([^>]*)>|\(doc:([^)]*)\)/) {
        let target = String(link.output.1 ?? link.output.2 ?? "")
        #expect(texts[target] != nil, "\(name): \(target)")
      }
      for image in prose.matches(of: /!\[([^\]]+)\]\(([^)]*)\)/) {
        let file = "Resources/\(image.output.2).svg"
        #expect(exists(Guide.catalog.appending(path: file)), "\(name): \(file)")
      }
      // What is in the repository is not beside an article.
      let files = prose.matches(of: /\]\((?!doc:|https?:)[^)]*[\/.][^)]*\)/).map(\.output)
      #expect(files == [], "\(name)")
    }
  }

  @Test func `The first page leads to each article`() throws {
    let landing = try Guide.article("crampd")
    for name in try Guide.texts().keys where name != "README" && name != "crampd" {
      let isListed = landing.contains("- <doc:\(name)>")
      #expect(isListed, "\(name)")
    }
  }

  @Test func `Each link of the README leads to a file or to one of its own headings`() throws {
    let text = Guide.prose(of: try #require(try Guide.texts()["README"]))
    let links = text.matches(of: /\]\(([^)]*)\)/).map { String($0.output.1) }
    #expect(links.count > 5)
    for link in links where !link.hasPrefix("https:") {
      let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      #expect(exists(Fixture.root.appending(path: parts[0])), "\(link)")
      if parts.count > 1 {
        let heading = parts[1].replacing("-", with: "[ -]")
        #expect(text.contains(try Regex("(?mi)^#+ \(heading)$")), "\(link)")
      }
    }
  }

  @Test func `Each drawing is shown, has a title and a description, and can be read`() throws {
    let folder = Guide.catalog.appending(path: "Resources")
    let drawings = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    try #require(!drawings.isEmpty)
    let articles = try Guide.texts().values.joined()
    for name in drawings {
      let isShown = articles.contains("](\(name.replacing(".svg", with: "")))")
      #expect(isShown, "\(name)")
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let drawing = try #require(SVGReading(text), "\(name) is not well-formed")
      #expect(drawing.names["title"] == 1, "\(name)")
      #expect(drawing.names["desc"] == 1, "\(name)")
    }
  }

  @Test func `DocC makes pages of it without a warning`() async throws {
    try await blocking {
      let scratch = try Scratch()
      let line = #"docc convert "$1" --output-dir "$2" --warnings-as-errors"#
      let places = [Guide.catalog.path, scratch.path("guide")]
      let run = try ForeignRun(shell: line, places, needs: ["docc"]) {}
      guard let run else { return }
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      #expect(run.errors == "")
      for name in try Guide.texts().keys where name != "README" && name != "crampd" {
        let page = "guide/data/documentation/crampd/\(name.lowercased()).json"
        #expect(exists(URL(fileURLWithPath: scratch.path(page))), "\(page)")
      }
    }
  }

  private func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path)
  }
}
