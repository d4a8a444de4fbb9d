import CrampModel
import Foundation
import Testing

/// Reports of a part of a journal.
struct CrampctlReportRangeTests {
  private let scratch: Scratch
  private let month = ReportJournal(seed: 1)

  init() throws {
    scratch = try Scratch()
  }

  /// The rows of the tables of a report of the month, without their heads.
  private func tables(
    _ range: [String]
  ) async throws -> (episodes: [[String]], sessions: [[String]]) {
    let journal = scratch.path("journal.sqlite")
    try await month.write(to: journal)
    let tables = scratch.path("tables")
    let run = try CrampctlRun(
      ["report", "--journal", journal, "-o", scratch.path("page.html"), "--export", tables] + range,
      environment: ["TZ": "UTC"]
    )
    try #require(run.status == 0, "\(run.errors)")
    func rows(_ name: String) throws -> [[String]] {
      let text = try String(contentsOfFile: "\(tables)/\(name)", encoding: .utf8)
      return text.split(separator: "\n").dropFirst().map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    return (try rows("episodes.csv"), try rows("sessions.csv"))
  }

  @Test func `what began in the time is told to its end`() async throws {
    let session = try #require(month.events.last { $0.type == .sessionStarted })
    let cramp = session.time.advanced(bySeconds: 300)
    let until = cramp.advanced(bySeconds: 1)
    let found = try await tables(["--until", until.description])
    let episode = try #require(found.episodes.last)
    #expect(episode[0] == cramp.description)
    let length = try #require(Double(episode[2]))
    #expect(length >= 20)
    let last = try #require(found.sessions.last)
    #expect(last[0] == session.time.description)
    #expect(last[1] == session.time.advanced(bySeconds: 1_200).description)
  }

  @Test func `a session that began before the time provokes its cramps`() async throws {
    let session = try #require(month.events.last { $0.type == .sessionStarted })
    let since = session.time.advanced(bySeconds: 100)
    let found = try await tables(["--since", since.description])
    let episode = try #require(found.episodes.first)
    #expect(episode.suffix(2) == ["calf", "practice"])
    #expect(!found.sessions.contains { $0[0] == session.time.description })
  }
}
