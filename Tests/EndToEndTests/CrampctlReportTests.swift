import Foundation
import Testing

/// Reports of a journal and of recordings.
struct CrampctlReportTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private var journal: String { scratch.path("journal.sqlite") }

  private func report(_ arguments: [String]) throws -> CrampctlRun {
    try CrampctlRun(["report"] + arguments, environment: ["TZ": "UTC"])
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `what a page and its tables say is what SQL finds in the journal`(
    seed: UInt64
  ) async throws {
    try await ReportJournal(seed: seed).write(to: journal)
    let page = scratch.path("report.html")
    let run = try report(
      ["--journal", journal, "-o", page, "--export", scratch.path("tables")]
    )
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    let check = try await blocking { [journal, scratch] in
      try ForeignRun(python: Self.recount, [journal, page, scratch.path("tables")], needs: [])
    }
    guard let check else { return }
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.hasPrefix("agreed on 9 numbers"), "\(check.output)")
  }

  @Test func `a recording has its episodes drawn from its own samples`() async throws {
    try await blocking {
      let page = scratch.path("night.html")
      let run = try report([Fixture.recording("cramp-in-one-head"), "-o", page])
      #expect(run.status == 0, "\(run.errors)")
      let html = try String(contentsOfFile: page, encoding: .utf8)
      #expect(html.contains("<svg") && html.contains("Spectrum of calf-medial"))
      #expect(html.contains("found 1 cramp"))
      #expect(!html.contains("No samples of it are at hand"))
    }
  }

  @Test func `nothing is overwritten unasked, and nothing half done appears`() async throws {
    try await ReportJournal(seed: 1).write(to: journal)
    let page = try scratch.file("report.html", "old".utf8)
    let refused = try report(["--journal", journal, "-o", page])
    #expect(refused.failed(with: 1) && refused.errors.contains("--force"), "\(refused.errors)")
    let tables = scratch.path("tables")
    try FileManager.default.createDirectory(atPath: tables, withIntermediateDirectories: true)
    _ = try scratch.file("tables/tone.csv", "old".utf8)
    let other = try report(["--journal", journal, "-o", "-", "--export", tables])
    #expect(other.failed(with: 1) && other.errors.contains("tone.csv"), "\(other.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: tables) == ["tone.csv"])
    let forced = try report(["--journal", journal, "-o", page, "--export", tables, "--force"])
    #expect(forced.status == 0, "\(forced.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: tables)
    #expect(names.count == 6 && !names.contains { $0.hasPrefix(".") })
  }

  @Test(
    arguments: [
      (["--since", "2026-10-05", "--until", "2026-10-04", "-o", "-"], 2),
      (["--episodes=-1", "-o", "-"], 2), (["--journal", "/no/such", "-o", "-"], 1),
      (["no-such.edf", "-o", "-"], 1), (["a.edf", "--since", "1d", "-o", "-"], 2), ([], 2),
    ] as [([String], Int32)]
  )
  func `what cannot be is one line`(arguments: [String], status: Int32) async throws {
    try await ReportJournal(seed: 1).write(to: journal)
    let place = arguments.contains("--until") ? ["--journal", journal] : []
    let run = try report(arguments + place)
    #expect(run.status == status && run.output.isEmpty, "\(run.errors)")
    #expect(run.errors.hasPrefix("crampctl: ") || run.errors.hasPrefix("Error: "), "\(run.errors)")
  }

  @Test func `a browser finds nothing to complain of, in any light and at any width`() async throws
  {
    try await ReportJournal(seed: 3).write(to: journal)
    let pages = [scratch.path("month.html"), scratch.path("recording.html")]
    let runs = [
      try report(["--journal", journal, "-o", pages[0], "--title", "<script>x</script>"]),
      try report([Fixture.recording("cramp-in-one-head"), "-o", pages[1]]),
    ]
    #expect(runs.allSatisfy { $0.status == 0 })
    let check = try await blocking {
      let program = Fixture.root.appending(path: "Tests/EndToEndTests/open-report.py")
      return try ForeignRun(
        python: try String(contentsOf: program, encoding: .utf8),
        pages,
        needs: ["websocket", "axe_core_python"]
      )
    }
    guard let check else { return }
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.hasPrefix("nothing to complain of"), "\(check.output)")
  }

  /// Counts in SQL what the page and the tables say.
  private static let recount = """
    import csv, html, re, sqlite3, statistics, sys
    base, page, tables = sys.argv[1:]
    sql = sqlite3.connect(base)
    text = re.sub("<[^>]*>", "", open(page, encoding="utf-8").read())
    text = re.sub(r"\\s+", " ", html.unescape(text))
    def one(query):
        return sql.execute(query).fetchone()[0]
    member = "json_extract(json, '$.{}')".format
    sessions = sql.execute("SELECT s.time_us, e.time_us FROM events s JOIN events e ON "
        f"e.type = 'session.ended' AND {member('session').replace('json,', 'e.json,')} = "
        f"{member('id').replace('json,', 's.json,')} WHERE s.type = 'session.started'").fetchall()
    false = {row[0] for row in sql.execute(
        f"SELECT {member('episode')} FROM events WHERE type = 'episode.labelled' "
        f"AND {member('verdict')} = 'false-alarm'")}
    onsets = sql.execute(f"SELECT {member('episode')}, min(time_us) FROM events "
        "WHERE type = 'cramp.onset' GROUP BY 1").fetchall()
    within = lambda time: any(a <= time <= b for a, b in sessions)
    provoked = [e for e, t in onsets if within(t)]
    own = [e for e, t in onsets if not within(t) and e not in false]
    agreed = 0
    def tile(name, number):
        global agreed
        assert f"{name}{number} " in text or f"{name} {number} " in text, (name, number)
        agreed += 1
    tile("cramps found", len(own))
    tile("false alarms", len(false))
    tile("cramps in sessions", len(provoked))
    judged = one("SELECT sum(h) FROM (SELECT max(" + member("duration_s") + " * " + member("clear")
        + ") AS h FROM events WHERE type = 'tone' GROUP BY time_us)")
    lengths = sorted(one(f"SELECT max(time_us) FROM events WHERE type = 'cramp.release' AND "
        f"{member('episode')} = '{e}'") / 1e6 - t / 1e6 for e, t in onsets if e in own)
    rows = list(csv.DictReader(open(f"{tables}/episodes.csv", encoding="utf-8")))
    assert len(rows) == len(onsets), (len(rows), len(onsets))
    agreed += 1
    found = sorted(float(r["duration_s"]) for r in rows
        if r["episode"] in own)
    assert max(abs(a - b) for a, b in zip(found, lengths)) < 1e-3, (found, lengths)
    agreed += 1
    nights = list(csv.DictReader(open(f"{tables}/diary.csv", encoding="utf-8")))
    assert sum(int(n["found"]) for n in nights) == len(own)
    agreed += 1
    # Where no span tells of it, the sensor was there and counts; the tables of tone do not.
    tone = list(csv.DictReader(open(f"{tables}/tone.csv", encoding="utf-8")))
    assert len(tone) == one("SELECT count(*) FROM events WHERE type = 'tone'")
    agreed += 1
    worst = one(f"SELECT max({member('severity')}) FROM events WHERE type = 'episode.labelled' "
        f"AND {member('verdict')} = 'confirmed'")
    if worst is not None:
        assert max(float(n["severity"] or 0) for n in nights) == worst
    agreed += 1
    practice = list(csv.DictReader(open(f"{tables}/sessions.csv", encoding="utf-8")))
    let = [row[0] for row in sql.execute(
        f"SELECT {member('let_go_s')} FROM events WHERE type = 'session.channel' ORDER BY seq")]
    assert [float(s["let_go_s"]) for s in practice] == let, (practice, let)
    agreed += 1
    print("agreed on", agreed, "numbers", judged)
    """
}
