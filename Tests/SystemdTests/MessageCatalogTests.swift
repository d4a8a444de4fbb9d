import CrampModel
import Foundation
import Testing

@testable import Systemd

/// The catalog that the operating system reads, against the program.
struct MessageCatalogTests {
  private struct Entry {
    let id: String
    var headers: [String: String] = [:]
    var body: [String] = []
  }

  private let text: String
  private let entries: [Entry]

  init() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    text = try String(contentsOf: root.appending(path: "Udev/crampd.catalog"), encoding: .utf8)
    entries = Self.entries(of: text)
  }

  @Test(arguments: EventType.allCases)
  func `Each type of event has an entry`(type: EventType) throws {
    let entry = try #require(entries.first { $0.id == type.messageID })
    let subject = try #require(entry.headers["Subject"])
    #expect(!subject.isEmpty)
    #expect(entry.headers["Defined-By"] == "crampd")
    #expect(entry.headers["Documentation"] == "man:crampd(8)")
    #expect(entry.body.joined().count > 40)
    #expect(text.contains("# \(type.rawValue)\n-- \(type.messageID)\n"))
  }

  @Test func `Ids are unique, of 128 bits, and the same here and there`() {
    let ids = EventType.allCases.map(\.messageID)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    #expect(ids.allSatisfy { $0 == $0.lowercased() })
    #expect(entries.map(\.id).sorted() == ids.sorted())
  }

  @Test func `Ids never change`() {
    // Those of the first release; a change here breaks what people match on.
    #expect(EventType.crampOnset.messageID == "8c2b0e2a6c9f4ec785761ec3f02812a5")
    #expect(EventType.crampRelease.messageID == "f04c20d9abb7432cad6bef2db4f0f46a")
    #expect(EventType.daemonStopped.messageID == "c4afb6655dac438f839f520af0852eb2")
  }

  @Test func `Lines are for a terminal, and name fields that there are`() {
    let common = [
      "type", "seq", "id", "time", "detected", "sensor", "channel", "modality", "episode",
    ]
    let names = Set((common + EventKey.allCases.map(\.rawValue)).map { "CRAMP_\($0.uppercased())" })
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.count <= 76, "\(line)")
      for name in line.matches(of: /CRAMP_[A-Z_]+/) { #expect(names.contains(String(name.output))) }
      #expect(line.count { $0 == "@" }.isMultiple(of: 2), "\(line)")
    }
  }

  private static func entries(of text: String) -> [Entry] {
    var entries: [Entry] = []
    var isBody = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") { continue }
      if line.hasPrefix("-- ") {
        entries.append(Entry(id: String(line.dropFirst(3))))
        isBody = false
        continue
      }
      guard var entry = entries.popLast() else { continue }
      if line.isEmpty {
        isBody = true
      } else if isBody {
        entry.body.append(String(line))
      } else if let colon = line.firstRange(of: ": ") {
        entry.headers[String(line[..<colon.lowerBound])] = String(line[colon.upperBound...])
      }
      entries.append(entry)
    }
    return entries
  }
}
