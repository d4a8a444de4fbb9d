import CrampModel
import Testing

@testable import EventJournal

struct JournalTailTests {
  private func line(_ seq: Int64) -> JournalLine {
    var stored = event(Int(seq))
    stored.seq = seq
    return JournalLine(stored, json: stored.json(), timing: nil)
  }

  private func tail(_ parts: [ClosedRange<Int64>]) -> JournalTail {
    let tail = JournalTail()
    for part in parts { tail.add(part.map(line)) }
    return tail
  }

  @Test(arguments: [
    // after, through, limit: seqs
    (0, 9, 100, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    (4, 9, 100, [5, 6, 7, 8, 9]),
    (4, 7, 100, [5, 6, 7]),
    (4, 9, 2, [5, 6]),
    (9, 12, 100, []),
    (9, 9, 100, []),
    (4, 4, 100, []),
  ])
  func `a follower gets what comes after its seq`(
    after: Int64,
    last: Int64,
    limit: Int,
    seqs: [Int64]
  ) {
    let batch = tail([1...4, 5...9]).batch(after: after, through: last, limit: limit)
    #expect((batch?.lines.map(\.seq) ?? []) == seqs)
    #expect(batch?.end == seqs.last)
  }

  @Test func `nothing is taken from memory across a hole`() {
    let tail = tail([1...4, 6...9])
    #expect(tail.batch(after: 3, through: 9, limit: 100) == nil)
    #expect(tail.batch(after: 5, through: 9, limit: 100)?.end == 9)
    tail.clear()
    #expect(tail.batch(after: 5, through: 9, limit: 100) == nil)
  }

  @Test func `memory is bounded and holds the newest`() {
    let tail = JournalTail()
    for seq in Int64(1)...5_000 { tail.add([line(seq)]) }
    #expect(tail.batch(after: 4_700, through: 5_000, limit: 1_000) == nil)
    #expect(tail.batch(after: 4_900, through: 5_000, limit: 1_000)?.lines.count == 100)
  }

  @Test func `memory and disk tell the same`() async throws {
    let directory = try TemporaryDirectory()
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...20))
    _ = try await journal.append(events(21...21, type: .crampOnset))
    let fromMemory = try await journal.stretch(after: 15, through: 21, limit: 100)
    let fromDisk = try await journal.reader.stretch(after: 15, through: 21, limit: 100)
    #expect(fromMemory.lines == fromDisk.lines && fromMemory.end == fromDisk.end)
    #expect(fromMemory.lines.count == 6)
    try await journal.close()
  }

  @Test func `delays are counted where an event brings its timing`() async throws {
    let directory = try TemporaryDirectory()
    let journal = try EventJournal(path: directory.journal)
    let decided = ContinuousClock.now
    let timing = EventTiming(arrived: decided - .milliseconds(700), decided: decided)
    _ = try await journal.append(events(1...3))
    _ = try await journal.append(events(4...5), timing: timing)
    let parts = journal.delays.parts
    #expect(parts.decision.count == 2 && parts.writing.count == 2 && parts.whole.count == 0)
    #expect(parts.decision.longest == .milliseconds(700))
    let line = try #require(
      try await journal.stretch(after: 4, through: 5, limit: 1).lines.first?.timing
    )
    let durable = try #require(line.durable)
    journal.delays.note(delivered: line, at: durable + .milliseconds(3))
    #expect(journal.delays.parts.delivery.longest == .milliseconds(3))
    let whole = decided.duration(to: durable) + .milliseconds(703)
    #expect(journal.delays.parts.whole.longest == whole)
    try await journal.close()
  }
}
