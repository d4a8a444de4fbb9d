import CrampModel
import EventJournal
import Foundation
import Testing

struct CrampctlToneTests {
  private let scratch: Scratch
  private let journal: String
  /// 2026-02-01T23:00:00Z.
  private let end = Timestamp(microseconds: 1_769_986_800_000_000)

  init() throws {
    scratch = try Scratch()
    journal = scratch.path("journal.sqlite")
  }

  private func run(_ arguments: [String], zone: String = "UTC") throws -> CrampctlRun {
    try CrampctlRun(
      ["tone", "--journal", journal, "--since", "2026-01-01"] + arguments,
      environment: ["TZ": zone, "LC_ALL": "C.UTF-8"]
    )
  }

  @Test(arguments: ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
  func `three weeks have a usual tone, a trend and what is not known`(zone: String) async throws {
    _ = try await ToneJournal(path: journal, nights: 21, before: end)
    let run = try run(["--channel", "left-calf"], zone: zone)
    #expect(run.status == 0 && run.errors == "", "\(run)")
    let text = run.output
    #expect(text.hasPrefix("left-calf  (test:1)\n"))
    #expect(
      text.contains(/falls by 6\.[5-9] % a week \(95 % interval -[67]\.\d to -[67]\.\d/),
      "\(run)"
    )
    #expect(text.contains("it needs 3 cramps of this channel, and there is none"))
    #expect(text.contains(/usual +3\.\d+ µV; the newest day is at 0\.9\d times that/))
    #expect(text.contains("21 with data"))
    #expect(text.contains(/days +█\S*▁\n/))
  }

  @Test func `a cuff has a tone, and what cannot be said of it is said`() async throws {
    _ = try await ToneJournal(path: journal, nights: 9, before: end)
    let run = try run(["--channel", "cuff"])
    #expect(run.output.contains("2.60 kPa"), "\(run)")
    #expect(run.output.contains("how tight the strap is decides the level"))
    #expect(!run.output.contains("% a week"))
  }

  @Test func `three cramps make a reserve, unless one was none`() async throws {
    _ = try await ToneJournal(path: journal, nights: 2, before: end)
    let writer = try EventJournal(path: journal)
    let cramps = (1...3).map { number in
      ToneJournal.event(
        .crampOnset,
        at: end,
        "left-calf",
        episode: EventID(high: 1, low: UInt64(number)),
        [EventDetail(.rmsMicrovolts, .number(Double(number) * 10))]
      )
    }
    _ = try await writer.append(cramps)
    let known = try run(["--channel", "left-calf"])
    #expect(known.output.contains("cramps began at 20.0 µV (median of 3), 5."), "\(known)")
    let label = ToneJournal.event(
      .episodeLabelled,
      at: end,
      "left-calf",
      episode: EventID(high: 1, low: 2),
      [EventDetail(.verdict, .text("false-alarm"))]
    )
    _ = try await writer.append([label])
    let unknown = try run(["--channel", "left-calf"])
    #expect(unknown.output.contains("it needs 3 cramps of this channel, and there are 2"))
    #expect(
      unknown.output.contains("too little to tell: it needs 7 days with data, and there are 2")
    )
    try await writer.close()
  }

  @Test func `programs get the spans`() async throws {
    _ = try await ToneJournal(path: journal, nights: 1, before: end)
    let csv = try run(["--format", "csv", "--channel", "cuff"])
    #expect(csv.lines.count == 5, "\(csv)")
    #expect(
      csv.lines[1]
        == "2026-01-31T23:00:00.000000Z,3600,test:1,cuff,pressure,kPa,2.6,,,,3000,0.98,hour"
    )
    let ndjson = try run(["--format", "ndjson"])
    #expect(ndjson.lines.count == 8)
    let event = try JSONDecoder().decode(CrampEvent.self, from: Data(ndjson.lines[0].utf8))
    #expect(event.type == .tone && event.seq == 1)
  }

  @Test func `nothing known is said, and is no failure`() async throws {
    _ = try await ToneJournal(path: journal, nights: 0, before: end)
    let run = try run(["--channel", "left-calf"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("no resting tone of left-calf is known since 2026-01-01"))
  }

  @Test(arguments: [
    (["--journal", "/no/such/file"], Int32(1), "no journal at /no/such/file"),
    (["--journal", "a", "--state-dir", "b"], 2, "give one of them"),
    (["--since", "soon"], 2, "soon"),
    (["--format", "tsv"], 2, "tsv"),
  ])
  func `what is wrong is said`(arguments: [String], status: Int32, words: String) throws {
    let run = try CrampctlRun(["tone"] + arguments)
    #expect(run.status == status, "\(run)")
    #expect(run.errors.contains(words), "\(run)")
  }
}
