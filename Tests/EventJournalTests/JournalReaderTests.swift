import CrampModel
import EventJournal
import Foundation
import GRDB
import Testing

@Suite struct JournalReaderTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Eight events: seq, type, channel, sensor, episode.
  private func journal() async throws -> EventJournal {
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append([
      event(1, type: .sensorAttached, channel: nil),
      event(2, type: .crampOnset, channel: "calf", episode: 1),
      event(3, type: .crampOnset, channel: "thigh", episode: 1),
      event(4, type: .signalBad, channel: "calf", sensor: "other:2"),
      event(5, type: .crampRelease, channel: "calf", episode: 1),
      event(6, type: .crampOnset, channel: "calf", episode: 2),
      event(7, type: .crampRelease, channel: "thigh", episode: 1),
      event(8, type: .marker, channel: nil, sensor: nil),
    ])
    return journal
  }

  @Test(arguments: [
    (EventFilter(), "12345678"),
    (EventFilter(types: ["*"]), "12345678"),
    (EventFilter(types: ["cramp.*"]), "23567"),
    (EventFilter(types: ["cramp.onset", "marker"]), "2368"),
    (EventFilter(types: ["no.such"]), ""),
    (EventFilter(types: ["*.release"], channels: ["thigh"]), "7"),
    (EventFilter(sensors: ["other:2"]), "4"),
    (EventFilter(channels: ["calf", "thigh"]), "234567"),
  ])
  func filters(filter: EventFilter, wanted: String) async throws {
    let journal = try await journal()
    let lines = try journal.reader.lines(after: 0, limit: 100, filter: filter)
    #expect(lines.map { String($0.seq) }.joined() == wanted)
    let batch = try journal.reader.batch(after: 0, limit: 100, filter: filter)
    #expect(batch.lines == lines)
    #expect(batch.end == 8)
  }

  @Test(arguments: [(0, 0, 0), (2, 1, 2), (4, 2, 3), (5, 1, 3), (6, 2, 6), (8, 1, 6)])
  func `open episodes as of a seq`(asOf: Int64, count: Int, last: Int64) async throws {
    let open = try await journal().reader.openEpisodes(asOf: asOf)
    #expect(open.count == count)
    #expect(open.last?.seq ?? 0 == last)
    #expect(open.allSatisfy { $0.type == .crampOnset })
  }

  @Test func `history is cut by time, limit and order`() async throws {
    let reader = try await journal().reader
    let all = try reader.events(query: HistoryQuery())
    #expect(all.map(\.seq) == Array(1...8))
    let middle = HistoryQuery(since: all[2].time, until: all[5].time)
    #expect(try reader.events(query: middle).map(\.seq) == [3, 4, 5])
    let newest = HistoryQuery(filter: EventFilter(types: ["cramp.*"]), limit: 2, ascending: false)
    #expect(try reader.events(query: newest).map(\.seq) == [7, 6])
  }

  @Test func `a follower is told what the journal lacks`() async throws {
    let journal = try await journal()
    try await DatabaseQueue(path: directory.journal).write {
      try $0.execute(sql: "DELETE FROM events WHERE seq IN (1, 2, 5, 8)")
    }
    let batch = try journal.reader.batch(after: 0, limit: 100)
    #expect(batch.lines.map(\.seq) == [3, 4, 6, 7])
    #expect(batch.missing == [1...2, 5...5])
    let part = try journal.reader.batch(after: 0, through: 4, limit: 100)
    #expect(part.end == 4)
    #expect(part.lines.map(\.seq) == [3, 4])
    let rest = try journal.reader.batch(after: batch.end, limit: 100)
    #expect(rest.lines.isEmpty)
    #expect(rest.missing == [8...8])
    #expect(rest.end == 8)
  }

  @Test(arguments: [
    ("cramp.*", "cramp.onset", true), ("cramp.*", "cramp", false), ("*", "", true),
    ("*.on*t", "cramp.onset", true), ("c?amp.onset", "cramp.onset", true),
    ("cramp", "cramp.onset", false), ("[c]ramp", "cramp", false), ("a*b*c", "aXbXbc", true),
    ("a*b*c", "aXbXb", false), ("?", "", false),
  ])
  func globs(pattern: String, text: String, fits: Bool) {
    #expect(EventGlob(pattern).matches(text) == fits)
  }
}
