import CrampModel
import Logging
import ServiceLifecycle
import Testing

@testable import Systemd

struct EventMirrorTests {
  private let scratch: Scratch
  private let journal = FollowedJournal()

  init() throws {
    scratch = try Scratch()
  }

  @Test func `Events are copied once and in order, and what is missing is counted`() async throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let mirror = journal.mirror(to: JournaldSender(socketPath: scratch.socket), after: 1)
    journal.append([.daemonStarted, .sensorAttached, .crampSuspected, .crampOnset, .crampRelease])
    try await running(mirror) {
      await journal.mirrored(to: 5)
      journal.append([.sensorDetached])
      await journal.mirrored(to: 6)
    }
    #expect(Self.seqs(journald.receiveAll()) == ["2", "3", "5", "6"])
    #expect(mirror.report == Self.report(seq: 6, sent: 4, dropped: 1))
  }

  @Test func `A journald that comes late gets all of it`() async throws {
    let mirror = journal.mirror(to: JournaldSender(socketPath: scratch.socket))
    journal.append([.daemonStarted, .spasm])
    var arrived: [[UInt8]] = []
    try await running(mirror) {
      var reads = 0
      for await step in journal.steps {
        if case .read = step { reads += 1 }
        if reads == 2 { break }
      }
      #expect(mirror.report == Self.report(seq: 0, sent: 0, dropped: 0))
      let journald = try DatagramReceiver(at: scratch.socket)
      await journal.mirrored(to: 2)
      arrived = journald.receiveAll()
    }
    #expect(Self.seqs(arrived) == ["1", "2"])
  }

  @Test func `A journald that stands still loses nothing and costs no memory`() async throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let sender = JournaldSender(socketPath: scratch.socket)
    let mirror = journal.mirror(to: sender)
    let total: Int64 = 60
    journal.append(Array(repeating: .marker, count: Int(total)))
    var arrived: [[UInt8]] = []
    try await running(mirror) {
      var readAgain: Int64 = -1
      for await step in journal.steps {
        switch step {
        case .read(let seq):
          // Read again from the same place: journald took nothing more.
          if readAgain == seq { arrived += journald.receiveAll() }
          readAgain = seq
          #expect(sender.counts.waiting == 0)
          continue
        case .waits(let seq):
          if seq < total { continue }
        }
        break
      }
    }
    arrived += journald.receiveAll()
    #expect(Self.seqs(arrived) == (1...total).filter { $0 != 4 }.map { "\($0)" })
    #expect(mirror.report == Self.report(seq: total, sent: total - 1, dropped: 1))
  }

  @Test func `What was journalled before the end is copied before the end`() async throws {
    let journald = try DatagramReceiver(at: scratch.socket)
    let mirror = journal.mirror(to: JournaldSender(socketPath: scratch.socket))
    journal.append([.daemonStarted])
    try await running(mirror) {
      await journal.mirrored(to: 1)
      journal.append([.daemonStopped], wakes: false)
    }
    #expect(Self.seqs(journald.receiveAll()) == ["1", "2"])
  }

  @Test func `The log's queue is sent, too, when journald is back`() async throws {
    let sender = JournaldSender(socketPath: scratch.socket)
    sender.send(JournalEntry(message: "waits", priority: .info))
    let journald = try DatagramReceiver(at: scratch.socket)
    try await running(journal.mirror(to: sender)) { await journal.mirrored(to: 0) }
    #expect(journald.receiveAll().map { JournalFields($0)["MESSAGE"] } == ["waits"])
  }

  /// Runs a mirror while `body` runs, then lets it end as the daemon does.
  private func running(_ mirror: EventMirror, _ body: () async throws -> Void) async throws {
    let services = ServiceGroup(
      configuration: .init(
        services: [.init(service: mirror)],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      )
    )
    async let end: Void = services.run()
    try await body()
    await services.triggerGracefulShutdown()
    try await end
  }

  private static func seqs(_ datagrams: [[UInt8]]) -> [String?] {
    datagrams.map { JournalFields($0)["CRAMP_SEQ"] }
  }

  private static func report(seq: Int64, sent: Int64, dropped: Int64) -> EventMirror.Report {
    EventMirror.Report(seq: seq, sent: sent, dropped: dropped)
  }
}

extension FollowedJournal {
  /// Waits until the mirror has dealt with all up to a seq.
  func mirrored(to seq: Int64) async {
    for await step in steps where step == .waits(after: seq) { return }
  }
}
