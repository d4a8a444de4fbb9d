import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalTroubleTests {
  private let directory: TemporaryDirectory
  private let limits: JournalLimits

  init() throws {
    directory = try TemporaryDirectory()
    var limits = JournalLimits()
    limits.busyTimeout = .milliseconds(20)
    limits.firstPause = .milliseconds(10)
    limits.longestPause = .milliseconds(50)
    self.limits = limits
  }

  /// Waits until nothing waits any more.
  private func recovered(_ journal: EventJournal) async throws {
    var mark = journal.mark
    while mark.trouble { mark = try #require(await journal.news(after: mark)) }
    mark.seq = journal.newestSeq
    while try !journal.reader.lines(after: 0, limit: 10_000).contains(where: \.isRecovery) {
      mark = try #require(await journal.news(after: mark))
    }
  }

  @Test func `events wait while another program locks the file, and keep their order`() async throws
  {
    let journal = try EventJournal(path: directory.journal, limits: limits)
    _ = try await journal.append(events(1...2))
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: directory.journal, configuration: configuration)
    try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
    let error = await #expect(throws: JournalError.self) {
      try await journal.append(events(3...4))
    }
    #expect(error?.isWaiting == true)
    #expect(error?.message.hasPrefix("another program locks the file") == true)
    journal.post(events(5...5))
    var mark = JournalMark(seq: 2, waiting: 2, trouble: true)
    if journal.mark.waiting < 3 { mark = try #require(await journal.news(after: mark)) }
    #expect(journal.mark == JournalMark(seq: 2, waiting: 3, trouble: true))
    #expect(journal.waitingEvents(after: 0).map(\.number) == [1, 2, 3])
    #expect(journal.waitingEvents(after: 1).map(\.event) == events(4...5))
    #expect(journal.health.waiting == 3)
    #expect(journal.health.trouble?.message.contains("SQLite code 5") == true)

    try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
    try await recovered(journal)
    let lines = try journal.reader.lines(after: 0, limit: 100)
    #expect(lines.map(\.seq) == Array(1...6))
    #expect(lines.prefix(5).map(\.json) == (1...5).map(told))
    #expect(lines.last?.json.contains(": 3 events waited, 0 were lost") == true)
    #expect(journal.waitingEvents(after: 0).isEmpty)
    #expect(journal.health.trouble == nil)
    #expect(try await journal.append(events(6...6)).map(\.seq) == [7])
  }

  @Test func `a full disk loses nothing but what memory cannot hold, and that is counted`()
    async throws
  {
    var limits = limits
    limits.waitingEvents = 10
    let journal = try EventJournal(path: directory.journal, limits: limits)
    _ = try await journal.append(events(1...2))
    try await journal.execute("PRAGMA max_page_count = 1")
    var waiting = 0
    for number in 3...60 {
      do {
        _ = try await journal.append(events(number...number))
      } catch {
        waiting += error.isWaiting ? 1 : 0
      }
    }
    #expect(waiting == 10)
    #expect(journal.health.trouble?.message.hasPrefix("the disk is full") == true)
    let written = journal.newestSeq
    #expect(journal.health.dropped == 60 - Int(written) - 10)
    try await journal.execute("PRAGMA max_page_count = 1000000")
    try await recovered(journal)
    let lines = try journal.reader.lines(after: 0, limit: 100)
    #expect(lines.dropLast().map(\.json) == (1...Int(written) + 10).map(told))
    let lost = 60 - Int(written) - 10
    #expect(lines.last?.json.contains("10 events waited, \(lost) were lost") == true)
    #expect(lines.last?.json.contains("\"count\":\(lost)") == true)
  }

  @Test func `an event that can never be written holds up no other`() async throws {
    let journal = try EventJournal(path: directory.journal, limits: limits)
    try await journal.execute(
      """
      CREATE TRIGGER poison BEFORE INSERT ON events WHEN new.channel = 'poison'
      BEGIN SELECT raise(FAIL, 'never'); END
      """
    )
    journal.post(events(1...3))
    journal.post([event(4, channel: "poison")])
    #expect(try await journal.append(events(5...6)).map(\.seq) == [4, 5])
    #expect(journal.health.dropped == 1)
    #expect(journal.health.trouble == nil)
  }

  @Test func `closing writes what it can, in spite of an event that it cannot write`()
    async throws
  {
    var limits = limits
    limits.firstPause = .seconds(60)
    limits.longestPause = .seconds(60)
    let journal = try EventJournal(path: directory.journal, limits: limits)
    try await journal.execute("PRAGMA query_only = 1")
    await #expect(throws: JournalError.self) { try await journal.append(events(1...2)) }
    journal.post([event(3, channel: "poison")])
    journal.post(events(4...5))
    try await journal.execute(
      """
      PRAGMA query_only = 0;
      CREATE TRIGGER poison BEFORE INSERT ON events WHEN new.channel = 'poison'
      BEGIN SELECT raise(FAIL, 'never'); END
      """
    )
    try await journal.close()
    #expect(journal.health.dropped == 1)
    let lines = try JournalReader(path: directory.journal).lines(after: 0, limit: 9)
    #expect(
      lines.filter { !$0.isRecovery }.map(\.json)
        == [1, 2, 4, 5].enumerated().map {
          var event = event($1)
          event.seq = Int64($0 + 1)
          return event.json()
        }
    )
  }

  @Test func `what no check confirms is trouble, and no reason to replace a sound file`()
    async throws
  {
    var limits = limits
    limits.firstPause = .seconds(60)
    limits.longestPause = .seconds(60)
    let journal = try EventJournal(path: directory.journal, limits: limits)
    _ = try await journal.append(events(1...3))
    for isTrouble in [false, true, true] {
      #expect(throws: DatabaseError.self) {
        try journal.source.read { _ in throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
      }
      #expect(journal.mark.trouble == isTrouble)
    }
    #expect(try journal.reader.newestSeq() == 3)
    await #expect(throws: JournalError.self) { try await journal.append(events(4...4)) }
    try await journal.close()
    #expect(!directory.names.contains { $0.contains(".damaged-") })
    let lines = try JournalReader(path: directory.journal).lines(after: 0, limit: 9)
    #expect(lines.prefix(4).map(\.json) == (1...4).map(told))
  }

  @Test func `a journal whose directory is not there yet is opened later`() async throws {
    // A name that leads nowhere: the directory cannot be made, but it may come.
    let place = directory.path + "/disk"
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: "absent")
    let journal = try EventJournal(path: place + "/journal.sqlite", limits: limits)
    let error = await #expect(throws: JournalError.self) {
      try await journal.append(events(1...2))
    }
    #expect(error?.isWaiting == true)
    #expect(journal.mark == JournalMark(seq: 0, waiting: 2, trouble: true))
    #expect(throws: JournalError.self) { try journal.reader.newestSeq() }
    try FileManager.default.createDirectory(
      atPath: directory.path + "/absent",
      withIntermediateDirectories: false
    )
    try await recovered(journal)
    #expect(try journal.reader.lines(after: 0, limit: 2).map(\.json) == (1...2).map(told))
  }

  @Test(arguments: ["journal.sqlite/", "a-file/journal.sqlite"])
  func `a path that can never be a journal is refused`(name: String) throws {
    if name.hasSuffix("/") {
      try FileManager.default.createDirectory(
        atPath: directory.journal,
        withIntermediateDirectories: false
      )
    } else {
      try Data().write(to: URL(fileURLWithPath: directory.path + "/a-file"))
    }
    #expect(throws: JournalError.self) {
      try EventJournal(path: directory.path + "/" + name)
    }
  }

  @Test(.enabled(if: getuid() == 0, "mounting needs root"))
  func `a read-only disk can be read, and what comes is written later`() async throws {
    let disk = try SmallDisk(at: directory.path + "/disk")
    let path = disk.path + "/journal.sqlite"
    let first = try EventJournal(path: path)
    _ = try await first.append(events(1...3))
    try await first.close()
    try disk.remount("ro")
    let journal = try EventJournal(path: path, limits: limits)
    #expect(journal.newestSeq == 3)
    #expect(try journal.reader.lines(after: 0, limit: 9).map(\.json) == (1...3).map(told))
    await #expect(throws: JournalError.self) { try await journal.append(events(4...4)) }
    #expect(journal.waitingEvents(after: 0).map(\.number) == [1])
    try disk.remount("rw")
    try await recovered(journal)
    #expect(try journal.reader.lines(after: 0, limit: 4).map(\.json) == (1...4).map(told))
    try await journal.close()
  }

  @Test(.enabled(if: getuid() == 0, "mounting needs root"))
  func `a disk that is really full loses nothing`() async throws {
    let disk = try SmallDisk(at: directory.path + "/disk")
    let journal = try EventJournal(path: disk.path + "/journal.sqlite", limits: limits)
    var sent = 0
    while journal.mark.trouble == false, sent < 5_000 {
      journal.post(events(sent + 1...sent + 50))
      sent += 50
      _ = try? await journal.append(events(sent + 1...sent + 1))
      sent += 1
    }
    #expect(journal.mark.trouble)
    try disk.remount("size=64m")
    try await recovered(journal)
    let lines = try journal.reader.lines(after: 0, limit: 10_000)
    #expect(lines.filter { !$0.isRecovery }.count == sent)
    let others = lines.prefix(sent).map(\.json)
    #expect(others == (1...sent).map(told))
    try await journal.close()
  }

  @Test(.enabled(if: getuid() == 0, "mounting needs root"))
  func `the copy leaves the last of the disk to the journal`() async throws {
    let disk = try SmallDisk(at: directory.path + "/disk")
    let path = disk.path + "/journal.sqlite"
    var limits = limits
    limits.longestPause = .zero
    let first = try EventJournal(path: path)
    _ = try await first.append(events(1...50))
    try await first.close()
    let copy = disk.path + "/journal.copy"
    try FileManager.default.removeItem(atPath: copy)
    try Data(count: 1_000).write(to: URL(fileURLWithPath: copy + ".new"))
    let journal = try EventJournal(path: path, limits: limits)
    #expect(!FileManager.default.fileExists(atPath: copy + ".new"))
    #expect(journal.health.copyTrouble?.message == "No space left on device")
    #expect(try await journal.append(events(51...51)).map(\.seq) == [51])
    #expect(journal.health.copyTrouble != nil)
    #expect(journal.health.trouble == nil)
    try disk.remount("size=64m")
    #expect(try await journal.append(events(52...52)).map(\.seq) == [52])
    #expect(journal.health.copyTrouble == nil)
    #expect(DiskFile.size(copy) ?? 0 > 5_000)
    try await journal.close()
  }

  private func told(_ number: Int) -> String {
    var event = event(number)
    event.seq = Int64(number)
    return event.json()
  }
}

/// A file system of half a megabyte, gone with its owner.
private final class SmallDisk {
  let path: String

  init(at path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path)
  }

  deinit {
    try? run("umount", "-l", path)
  }

  func remount(_ option: String) throws {
    try run("mount", "-o", "remount,\(option)", path)
  }

  private func run(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments)")
  }
}

extension JournalLine {
  var isRecovery: Bool { type == EventType.journalRecovered.rawValue }
}

extension EventJournal {
  /// Runs SQL on the connection that writes.
  func execute(_ sql: String) throws {
    try database?.writeWithoutTransaction { try $0.execute(sql: sql) }
  }
}
