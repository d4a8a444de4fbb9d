import CrampModel
import Foundation
import Testing

/// The programs of the guide's article on subscribers, against a daemon.
struct GuideSubscriberTests {
  enum Language: String, CaseIterable {
    case bash
    case python
    case swift
  }

  private static let night = "two-cramps-in-a-night"
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: Language.allCases)
  func `A subscriber prints each cramp once, over restarts of the daemon and of itself`(
    language: Language
  ) throws {
    guard let words = try words(language) else { return }
    let told = try Fixture.golden(Self.night).compactMap(Self.line(of:))
    try #require(told.count == 4)
    var daemon = try daemon()
    do {
      let program = try ListeningProgram("first", words, in: scratch)
      #expect(try program.lines(4) == told)
      daemon.signal(SIGTERM)
      _ = try daemon.end()
      daemon = try self.daemon()
      #expect(try program.lines(8) == told + told)
    }
    // Somebody who has seen three of them is told the other five.
    let history = try CrampctlRun([
      "history", "--journal", daemon.journal, "--format", "ndjson", "--type", "cramp.onset",
      "--type", "cramp.release",
    ])
    let seen = try #require(history.lines.dropFirst(2).first?.firstMatch(of: /"seq":([0-9]+)/))
    _ = try scratch.file("memory", seen.output.1.utf8)
    let program = try ListeningProgram("second", words, in: scratch)
    #expect(try program.lines(5) == Array((told + told).dropFirst(3)))
  }

  @Test(arguments: [Language.bash, .python])
  func `A seq that the journal does not have ends the program with a line that says so`(
    language: Language
  ) throws {
    guard let words = try words(language) else { return }
    let daemon = try daemon()
    _ = try daemon.connect()
    _ = try scratch.file("memory", "999999".utf8)
    let failure = try ListeningProgram("lost", words, in: scratch).failure()
    #expect(failure.status == 1)
    #expect(failure.errors.contains("beyond the newest seq"), "\(failure.errors)")
  }

  @Test(arguments: Language.allCases)
  func `A program of the article has fewer than 40 lines`(language: Language) throws {
    let blocks = Guide.blocks(language.rawValue, in: try Guide.article("WritingASubscriber"))
    try #require(blocks.count == 1)
    #expect(blocks[0].count { $0.isNewline } < 40)
  }

  @Test func `The Swift program of the article is the one that is built`() throws {
    let source = Fixture.root.appending(path: "Tests/subscriber-example/Subscriber.swift")
    let blocks = Guide.blocks("swift", in: try Guide.article("WritingASubscriber"))
    #expect(blocks == [try String(contentsOf: source, encoding: .utf8)])
  }

  /// A daemon that plays a night with two cramps, with the journal of the one before.
  private func daemon() throws -> RunningDaemon {
    let sensor = "replay:\(Fixture.recording(Self.night))?speed=max"
    return try RunningDaemon(["--sensor", sensor], in: scratch)
  }

  /// How a program is called; `nil` where something that it needs is missing.
  private func words(_ language: Language) throws -> [String]? {
    let places = [scratch.path("s"), scratch.path("memory")]
    switch language {
    case .bash:
      // Says what is missing, if something is.
      let tools = ["bash", "socat", "jq"]
      guard try ForeignRun(shell: "true", [], needs: tools, meanwhile: {}) != nil else {
        return nil
      }
      return ["bash", try file("bash")] + places
    case .python:
      let python = ProcessInfo.processInfo.environment["CRAMPD_PYTHON"] ?? "python3"
      return [python, try file("python")] + places
    case .swift:
      return [try CrampctlRun.executable("subscriber-example").path] + places
    }
  }

  /// The block of the article as a file.
  private func file(_ language: String) throws -> String {
    let blocks = Guide.blocks(language, in: try Guide.article("WritingASubscriber"))
    return try scratch.file("subscriber.\(language)", try #require(blocks.first).utf8)
  }

  /// What the programs print of an event, if they do.
  private static func line(of event: String) throws -> String? {
    let event = try JSONDecoder().decode(CrampEvent.self, from: Data(event.utf8))
    guard [.crampOnset, .crampRelease].contains(event.type) else { return nil }
    return "\(event.time) \(event.channel ?? "-") \(event.type.rawValue)"
  }
}
