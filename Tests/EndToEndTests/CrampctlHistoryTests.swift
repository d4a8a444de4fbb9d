import CrampModel
import EventJournal
import Foundation
import Testing

struct CrampctlHistoryTests {
  private let scratch: Scratch
  private let journal: String

  /// A night of four events, on two channels.
  init() async throws {
    scratch = try Scratch()
    journal = scratch.path("journal.sqlite")
    let writer = try EventJournal(path: journal)
    let night = try #require(Timestamp(rfc3339: "2026-01-02T02:00:00Z"))
    let events: [(EventType, Double, String?)] = [
      (.daemonStarted, 0, nil), (.crampOnset, 60, "calf"), (.crampRelease, 90, "calf"),
      (.signalBad, 86_400, "thigh"),
    ]
    _ = try await writer.append(
      events.enumerated().map { index, event in
        CrampEvent(
          id: EventID(high: 0x8000, low: UInt64(index)),
          type: event.0,
          time: night.advanced(bySeconds: event.1),
          detected: night.advanced(bySeconds: event.1),
          sensor: event.2 == nil ? nil : "synthetic:night",
          channel: event.2,
          details: event.0 == .signalBad ? [EventDetail(.reason, .text("lead-off, \"red\""))] : []
        )
      }
    )
    try await writer.close()
  }

  @Test(arguments: [
    ([], [1, 2, 3, 4]),
    (["--type", "cramp.*"], [2, 3]),
    (["--type", "cramp.onset", "--type", "signal.*"], [2, 4]),
    (["--channel", "thigh"], [4]),
    (["--sensor", "synthetic:night"], [2, 3, 4]),
    (["--limit", "2"], [3, 4]),
    (["--since", "2026-01-02T02:01:00Z"], [2, 3, 4]),
    (["--until", "2026-01-02T02:01:00Z"], [1]),
    (["--since", "2026-01-03"], [4]),
    (["--since", "2026-01-02", "--until", "2026-01-03"], [1, 2, 3]),
    (["--since", "1h"], []),
  ])
  func `A question picks its events`(arguments: [String], seqs: [Int64]) throws {
    let run = try CrampctlRun(
      ["history", "--journal", journal, "--format", "ndjson"] + arguments,
      environment: ["TZ": "UTC"]
    )
    #expect(run.status == 0, "\(run)")
    let found = try run.lines.map { line in
      try JSONDecoder().decode(CrampEvent.self, from: Data(line.utf8)).seq
    }
    #expect(found == seqs)
  }

  @Test(arguments: [("UTC", "2026-01-03 02:00:00"), ("Asia/Tokyo", "2026-01-03 11:00:00")])
  func `People read local time`(zone: String, time: String) throws {
    let run = try CrampctlRun(
      ["history", "--state-dir", scratch.path("")],
      environment: ["TZ": zone]
    )
    #expect(run.status == 0)
    #expect(try #require(run.lines.last).contains(time), "\(run)")
  }

  @Test func `Spreadsheets get quotes where a cell needs them`() throws {
    let run = try CrampctlRun(
      ["history", "--journal", journal, "--format", "csv", "--limit", "1"]
    )
    #expect(run.lines.count == 2)
    #expect(run.lines[0].hasPrefix("seq,time,detected,type,sensor,channel,"))
    #expect(run.lines[1].contains(#""lead-off, ""red""""#), "\(run.output)")
    #expect(run.lines[1].contains("2026-01-03T02:00:00.000000Z"))
  }

  @Test func `The environment says where the journal is`() throws {
    let run = try CrampctlRun(
      ["history", "--format", "tsv"],
      environment: ["CRAMPD_STATE_DIR": scratch.path("")]
    )
    #expect(run.lines.count == 5)
    #expect(run.lines.allSatisfy { $0.count { $0 == "\t" } == 22 })
  }
}
