import CrampModel
import EventJournal
import Foundation
import Testing

struct DaemonCrashTests {
  /// The onset is heard after 6.5 s, the release after 10.
  private static let night = [
    "--sensor", "replay:\(Fixture.recording("calf-cramp-at-night"))?speed=20",
  ]

  /// What two runs on the same journal told.
  private struct Runs: Sendable {
    let before: [String]
    let after: [String]
    let journal: [String]
    let staleSocket: Bool
  }

  @Test func `A daemon that is killed in a cramp loses nothing that it told`() async throws {
    let runs = try await blocking { try Self.killedAndStartedAgain() }
    #expect(runs.before.last?.member("type") == "\"cramp.onset\"")
    #expect(runs.staleSocket, "the socket file outlives the daemon")
    #expect(runs.journal == runs.after, "a subscriber is told what the journal holds")
    #expect(Array(runs.after.prefix(runs.before.count)) == runs.before)
    #expect(runs.after.map { $0.member("seq") } == String.seqs(runs.after.count))

    let new = runs.after.dropFirst(runs.before.count)
    #expect(
      new.prefix(3).map { $0.member("type") } == [
        "\"daemon.started\"", "\"cramp.release\"", "\"sensor.attached\"",
      ]
    )
    let release = try #require(new.first { $0.contains("cramp.release") })
    #expect(release.member("reason") == "\"shutdown\"")
    for name in ["episode", "channel", "sensor", "modality"] {
      #expect(release.member(name) == runs.before.last?.member(name))
    }
  }

  private static func killedAndStartedAgain() throws -> Runs {
    let scratch = try Scratch()
    let first = try RunningDaemon(night, in: scratch)
    let subscriber = try first.follow()
    try subscriber.read(upTo: #""type":"cramp.onset""#)
    first.signal(SIGKILL)
    guard try first.end().signalled else { throw Disappointment("the daemon ended by itself") }
    subscriber.readToEnd()
    let stale = FileManager.default.fileExists(atPath: first.socket)

    let second = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
    let successor = try second.follow()
    try successor.read(upTo: #""seq":\#(subscriber.events.count + 3),"id""#)
    let journal = try JournalReader(path: second.journal).lines(after: 0, limit: 1_000)
    return Runs(
      before: subscriber.events,
      after: successor.events,
      journal: journal.map(\.json),
      staleSocket: stale
    )
  }
}
