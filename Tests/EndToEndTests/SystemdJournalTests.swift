import Foundation
import Testing

/// The events as a real journald keeps them and `journalctl` shows them.
@Suite(
  .enabled(
    if: LoneJournald.isPossible,
    "needs root, systemd-journald, systemd-cat and unshare, and the right to make a namespace"
  )
)
struct SystemdJournalTests {
  @Test func `A cramp is in the systemd journal with its fields and its text`() async throws {
    let scratch = try Scratch()
    let run = try await blocking { try LoneJournald.run(in: scratch) }
    try #require(run.status == 0, "\(run.errors)")
    let onset = try Self.objects(scratch.path("onset"))
    try #require(onset.count == 1)
    let lines = try Fixture.golden("short-cramp")
    let golden = try #require(lines.first { $0.contains("cramp.onset") })
    let expected = try #require(
      try JSONSerialization.jsonObject(with: Data(golden.utf8)) as? [String: Any]
    )
    for (name, value) in expected where !["seq", "t"].contains(name) {
      #expect(onset[0]["CRAMP_\(name.uppercased())"] as? String == "\(value)", "\(name)")
    }
    #expect(onset[0]["MESSAGE"] as? String == "Cramp began on left-calf (confidence 0.99)")
    #expect(onset[0]["PRIORITY"] as? String == "4")
    #expect(onset[0]["SYSLOG_IDENTIFIER"] as? String == "crampd")
    #expect(onset[0]["_TRANSPORT"] as? String == "journal")

    let explained = try String(contentsOfFile: scratch.path("explained"), encoding: .utf8)
    #expect(explained.contains("Subject: Muscle cramp on left-calf\n"), "\(explained)")
    #expect(explained.contains("It is 0.99 sure of it"), "\(explained)")
    #expect(explained.contains("Documentation: man:crampd(8)"))
  }

  @Test func `The journal has every event once, and the daemon's log with its levels`() async throws
  {
    let scratch = try Scratch()
    let run = try await blocking { try LoneJournald.run(in: scratch) }
    try #require(run.status == 0, "\(run.errors)")
    let entries = try Self.objects(scratch.path("all"))
    let events = entries.filter { $0["CRAMP_TYPE"] != nil }
    #expect(events.compactMap { $0["CRAMP_SEQ"] as? String } == (1...8).map { "\($0)" })
    let types = events.compactMap { $0["CRAMP_TYPE"] as? String }
    #expect(types.first == "daemon.started")
    #expect(types.last == "daemon.stopped")
    #expect(types.contains("cramp.release"))
    let log = entries.filter { $0["CODE_FILE"] != nil }
    // The log's own line about an event is a debugging aid where the event itself is beside it.
    #expect(log.contains { $0["PRIORITY"] as? String == "7" }, "\(entries)")
  }

  private static func objects(_ path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(object as? [String: Any])
    }
  }
}
