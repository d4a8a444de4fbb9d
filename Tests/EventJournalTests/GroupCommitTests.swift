import CrampModel
import Foundation
import Testing

@testable import EventJournal

@Suite struct GroupCommitTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test func `many who append at once share transactions, and each keeps its order`() async throws {
    let journal = try EventJournal(path: directory.journal)
    let writers = 50
    let turns = 20
    try await withThrowingTaskGroup { group in
      for writer in 0..<writers {
        group.addTask {
          for turn in 0..<turns {
            let stored = try await journal.append([event(turn, channel: "\(writer)")])
            // What append returns is what others can read.
            let line = try journal.reader.lines(after: stored[0].seq - 1, limit: 1).first
            #expect(line?.json == stored[0].json())
          }
        }
      }
      try await group.waitForAll()
    }
    let lines = try journal.reader.lines(after: 0, limit: .max)
    #expect(lines.map(\.seq) == (1...Int64(writers * turns)).map(\.self))
    let health = journal.health
    #expect(health.events == writers * turns)
    #expect(health.commits < writers * turns / 2)
    for writer in 0..<writers {
      let mine = try journal.reader.lines(
        after: 0,
        limit: .max,
        filter: EventFilter(channels: ["\(writer)"])
      )
      let numbers = mine.map { line in
        (0..<turns).first { line.json.contains(event($0).id.description) }
      }
      #expect(numbers == Array(0..<turns))
    }
  }

  @Test func `posted events are written in order before the journal closes`() async throws {
    let journal = try EventJournal(path: directory.journal)
    for number in 1...500 { journal.post([event(number)]) }
    try await journal.close()
    let lines = try JournalReader(path: directory.journal).lines(after: 0, limit: .max)
    let ids = try lines.map {
      try JSONDecoder().decode(CrampEvent.self, from: Data($0.json.utf8)).id
    }
    #expect(ids == (1...500).map { event($0).id })
    await #expect(throws: JournalError.self) { try await journal.append(events(1...1)) }
  }
}
