import CrampModel
import Foundation
import GRDB
import Testing

@testable import EventJournal

@Suite struct JournalSealTests {
  private let directory: TemporaryDirectory
  private let limits: JournalLimits

  init() throws {
    directory = try TemporaryDirectory()
    var limits = JournalLimits()
    limits.pauseBeforeCheck = .zero
    self.limits = limits
  }

  @Test func `a journal that was closed is checked while it is in use`() async throws {
    _ = try await write(20)
    var patient = limits
    patient.pauseBeforeCheck = .seconds(1_000)
    let unchecked = try EventJournal(path: directory.journal, limits: patient)
    #expect(await unchecked.soundness == .sealed(uncheckedRuns: 0))
    try await unchecked.close()
    let again = try EventJournal(path: directory.journal, limits: limits)
    #expect(try await again.append(events(21...21)).map(\.seq) == [21])
    await again.waitForCheck()
    #expect(await again.soundness == .checked)
    try await again.close()
    #expect(JournalSeal.take(from: directory.journal)?.newest == 21)
  }

  @Test func `after ten runs that were too short the next one checks first`() async throws {
    _ = try await write(20)
    var patient = limits
    patient.pauseBeforeCheck = .seconds(1_000)
    var found: [JournalSoundness] = []
    for _ in 0..<12 {
      let journal = try EventJournal(path: directory.journal, limits: patient)
      found.append(await journal.soundness)
      try await journal.close()
    }
    let sealed = (0..<10).map { JournalSoundness.sealed(uncheckedRuns: $0) }
    #expect(found == sealed + [.checked, .sealed(uncheckedRuns: 0)])
  }

  @Test func `an episode that the last run left open is found again`() async throws {
    let first = try EventJournal(path: directory.journal, limits: limits)
    let onsets: [CrampEvent] = (1...4).map {
      event($0, type: .crampOnset, episode: UInt64($0))
    }
    let releases = [1, 2, 4].map { event($0 + 4, type: .crampRelease, episode: UInt64($0)) }
    _ = try await first.append(onsets + releases)
    #expect(try first.reader.openEpisodes(asOf: 4).map(\.seq) == [1, 2, 3, 4])
    #expect(try first.reader.openEpisodes(asOf: 7).map(\.seq) == [3])
    try await first.close()
    let again = try EventJournal(path: directory.journal, limits: limits)
    #expect(again.reader.closed == ClosedEpisodes(last: 2, asOf: 7))
    #expect(try again.reader.openEpisodes(asOf: .max).map(\.seq) == [3])
    _ = try await again.append([event(9, type: .crampRelease, episode: 3)])
    _ = try await again.append([event(10, type: .crampOnset, episode: 5)])
    #expect(try again.reader.openEpisodes(asOf: .max).map(\.seq) == [9])
    #expect(try again.reader.openEpisodes(asOf: 8).isEmpty)
    #expect(try again.reader.openEpisodes(asOf: 6).map(\.seq) == [3, 4])
    try await again.close()
  }

  /// What may happen to the files of a journal that nobody uses.
  enum Change: CaseIterable {
    case touchedJournal, touchedCopy, otherMode, otherFile, leftLog, spoiltSeal, noSeal, longerCopy
  }

  @Test(arguments: Change.allCases)
  func `files that somebody changed are checked before they are used`(
    change: Change
  ) async throws {
    let stored = try await write(20)
    try apply(change)
    let again = try EventJournal(path: directory.journal, limits: limits)
    #expect(await again.soundness == .checked)
    #expect(again.recovery == nil)
    #expect(try again.reader.lines(after: 0, limit: 99).map(\.json) == stored.map { $0.json() })
    try await again.close()
  }

  /// What a disk may lose without a trace.
  enum Loss: CaseIterable {
    case changedEvent, changedColumn, missingEvent, page, copiedLine
  }

  @Test(arguments: Loss.allCases)
  func `what the disk loses by itself is found and mended in use`(loss: Loss) async throws {
    let stored = try await write(200)
    try await apply(loss)
    let again = try EventJournal(path: directory.journal, limits: limits)
    #expect(await again.soundness == .sealed(uncheckedRuns: 0))
    await again.waitForCheck()
    #expect(await again.soundness == .checked)
    let more = try await again.append(events(201...201))
    let kept = try again.reader.lines(after: 0, limit: 999).map(\.json)
    #expect(kept.prefix(200).elementsEqual(stored.map { $0.json() }))
    #expect(kept.last == more.first?.json())
    #expect(kept.contains { $0.contains("journal.recovered") } == (loss != .copiedLine))
    try await again.close()
    var reader = try JournalCopyReader(path: directory.copy)
    var copied: [Int64] = []
    while let piece = reader.next() {
      guard case .line(.event(let seq, _, _)) = piece else { continue }
      copied.append(seq)
    }
    #expect(copied == Array(1...Int64(kept.count)))
  }

  @Test func `retention waits for the check`() async throws {
    _ = try await write(200)
    let retention = JournalRetention(maximumAge: .zero)
    let again = try EventJournal(path: directory.journal, retention: retention, limits: limits)
    await again.waitForCheck()
    #expect(again.recovery == nil)
    try await again.close()
    #expect(again.health.removed == 200)
  }

  private func write(_ count: Int) async throws -> [CrampEvent] {
    let journal = try EventJournal(path: directory.journal, limits: limits)
    let stored = try await journal.append(events(1...count))
    try await journal.close()
    return stored
  }

  private func apply(_ change: Change) throws {
    let seal = JournalSeal.path(of: directory.journal)
    switch change {
    case .touchedJournal: try rewrite(directory.journal)
    case .touchedCopy: try rewrite(directory.copy)
    case .otherMode: #expect(chmod(directory.copy, 0o640) == 0)
    case .otherFile:
      try FileManager.default.copyItem(atPath: directory.copy, toPath: directory.copy + "2")
      try DiskFile.rename(directory.copy + "2", to: directory.copy)
    case .leftLog: try Data([0]).write(to: URL(fileURLWithPath: directory.journal + "-wal"))
    case .spoiltSeal: try Data("1\t2\n".utf8).write(to: URL(fileURLWithPath: seal))
    case .noSeal: try DiskFile.remove(seal)
    case .longerCopy:
      let file = try DiskFile(directory.copy, O_RDWR)
      try file.write([1], at: file.size())
    }
  }

  /// Writes what is there already, in its place.
  private func rewrite(_ path: String) throws {
    let file = try DiskFile(path, O_RDWR)
    try file.write(file.read(1, at: 0), at: 0)
  }

  private func apply(_ loss: Loss) async throws {
    switch loss {
    case .changedEvent: try await execute("UPDATE events SET json = replace(json, '.375', '.5')")
    case .changedColumn: try await execute("UPDATE events SET channel = 'calg' WHERE seq = 7")
    case .missingEvent: try await execute("DELETE FROM events WHERE seq = 9")
    case .page:
      let file = try DiskFile(directory.journal, O_RDWR)
      try file.write(Array(repeating: 0x55, count: 4_096), at: file.size() - 8_192)
    case .copiedLine:
      let file = try DiskFile(directory.copy, O_RDWR)
      try file.write([0x55], at: file.size() / 2)
    }
    // As if the files had been so when they were sealed.
    try JournalSeal.put(on: directory.journal, newest: 200, dead: 0, closed: 0, uncheckedRuns: 0)
  }

  private func execute(_ sql: String) async throws {
    let queue = try DatabaseQueue(path: directory.journal)
    try await queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }
}

extension EventJournal {
  /// Waits until the check has ended and what it found is mended.
  fileprivate func waitForCheck() async {
    await withCheckedContinuation { waiter in whenFree { waiter.resume() } }
    check?.wait()
    await withCheckedContinuation { waiter in whenFree { waiter.resume() } }
  }
}
