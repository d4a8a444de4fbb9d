import CrampModel
import EventJournal
import Foundation
import Testing

@testable import Diagnosis

/// Each check on a machine that is well, and on one where one thing is wrong.
struct DoctorTests {
  /// One thing that is changed on a machine that is well.
  struct Trouble: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: String
    let level: Finding.Level
    /// What the message and the remedy hold.
    let words: [String]
    let change: @Sendable (FakeMachine) throws -> Void

    init(
      _ description: String,
      _ check: String,
      _ level: Finding.Level,
      _ words: [String],
      _ change: @escaping @Sendable (FakeMachine) throws -> Void
    ) {
      testDescription = description
      self.check = check
      self.level = level
      self.words = words
      self.change = change
    }
  }

  @Test(arguments: troubles)
  func `What is wrong is found, with what mends it`(_ trouble: Trouble) async throws {
    let fake = try FakeMachine()
    try trouble.change(fake)
    let findings = try await fake.findings(trouble.check)
    let found = findings.filter { $0.level == trouble.level }
      .map { "\($0.message) → \($0.remedy ?? "")" }
    #expect(found.contains { text in trouble.words.allSatisfy(text.contains) }, "\(findings)")
  }

  @Test func `On a machine that is well nothing is wrong and nothing is warned of`() async throws {
    let fake = try FakeMachine()
    let daemon = try FakeDaemon(
      fake.machine.socket,
      status: FakeDaemon.status,
      signals: [FakeDaemon.signal]
    )
    // Only root may give the socket to the group of the fake.
    if geteuid() == 0 { chown(fake.machine.socket, 0, 990) }
    chmod(fake.machine.socket, 0o660)
    let journal = try EventJournal(
      path: fake.machine.stateDirectory + "/journal.sqlite",
      access: .group
    )
    try fake.write("/run/systemd/journal/x", "")
    let findings = try await Doctor(fake.machine).examine()
    let bad = findings.filter { [.wrong, .warning].contains($0.level) }
      .filter { $0.check != "log" && (geteuid() == 0 || $0.check != "socket") }
    #expect(bad.isEmpty, "\(bad)")
    #expect(findings.contains { $0.check == "socket" && $0.level == .ok })
    #expect(findings.contains { $0.check == "signal" && $0.level == .ok })
    #expect(findings.contains { $0.check == "journal" && $0.level == .ok })
    #expect(findings.contains { $0.check == "content" && $0.level == .ok })
    try await journal.close()
    withExtendedLifetime(daemon) {}
  }

  @Test func `A check that hangs is left behind, and the next ones are made`() async throws {
    let slow = Check(name: "slow", patience: .milliseconds(50), late: "wait") { _ in
      Thread.sleep(forTimeInterval: 5)
      return []
    }
    let findings = await Doctor(try FakeMachine().machine).findings(of: slow)
    #expect(findings.map(\.level) == [.warning])
    #expect(findings.first?.remedy == "wait")
  }

  @Test func `A command that hangs is ended`() {
    let begin = ContinuousClock.now
    #expect(Commands.ofThisMachine.run("sleep", "60", patience: .milliseconds(100)) == .late)
    #expect(begin.duration(to: .now) < .seconds(30))
    #expect(Commands.ofThisMachine.run("there-is-no-such-program") == .absent)
    #expect(Commands.ofThisMachine.output("echo", "a", "b") == "a b\n")
  }

  @Test func `Somebody who listens and says nothing is not waited for for ever`() throws {
    let fake = try FakeMachine()
    let daemon = try FakeDaemon(fake.machine.socket, status: nil)
    let visit = DaemonVisit(path: fake.machine.socket, patience: .milliseconds(200))
    guard case .silent = visit.outcome else {
      Issue.record("\(visit.outcome)")
      return
    }
    withExtendedLifetime(daemon) {}
  }

  @Test func `A finding is one line, whatever a device calls itself`() {
    let finding = Finding("x", .ok, "a\nb\u{1B}[31m", mend: "c\rd")
    #expect(finding.message == "a b [31m")
    #expect(finding.remedy == "c d")
  }
}
