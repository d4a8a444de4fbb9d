import Synchronization

/// The newest events that are durable, for followers that keep up: they need no look at the disk.
final class JournalTail: Sendable {
  private static let most = 256

  /// Without a hole between their seqs.
  private let lines = Mutex<[JournalLine]>([])

  /// Adds what has become durable; what comes after a hole takes the place of all before.
  func add(_ more: [JournalLine]) {
    lines.withLock { lines in
      if let last = lines.last, last.seq + 1 != more.first?.seq { lines.removeAll() }
      lines += more
      if lines.count > Self.most { lines.removeFirst(lines.count - Self.most / 2) }
    }
  }

  /// Forgets all, as what is on disk may be less.
  func clear() {
    lines.withLock { $0.removeAll() }
  }

  /// The stretch after a seq; `nil` if it does not begin here.
  func batch(after seq: Int64, through last: Int64, limit: Int) -> JournalBatch? {
    lines.withLock { lines in
      guard limit > 0, seq < last, let first = lines.first?.seq, seq + 1 >= first,
        seq + 1 - first < lines.count
      else { return nil }
      let start = Int(seq + 1 - first)
      let count = min(limit, lines.count - start, Int(clamping: last - seq))
      let found = Array(lines[start..<start + count])
      return JournalBatch(lines: found, end: seq + Int64(count), missing: [], trimmed: 0)
    }
  }
}

extension EventJournal {
  /// Keeps in memory what is durable by now, and counts how long it took.
  func remember(_ lines: [JournalLine]) {
    let now = ContinuousClock.now
    var lines = lines
    for index in lines.indices {
      lines[index].timing?.durable = now
      if let timing = lines[index].timing { delays.note(durable: timing, at: now) }
    }
    tail.add(lines)
  }

  /// Reads the next stretch for a follower, from memory if it keeps up.
  ///
  /// - Parameters:
  ///   - seq: The last seq that the follower has dealt with.
  ///   - last: The last seq that the stretch may have.
  ///   - limit: How many rows the stretch has at most.
  /// - Returns: As ``JournalReader/batch(after:through:limit:filter:)``.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public nonisolated func stretch(
    after seq: Int64,
    through last: Int64,
    limit: Int
  ) async throws(JournalError) -> JournalBatch {
    if let batch = tail.batch(after: seq, through: last, limit: limit) { return batch }
    return try await reader.stretch(after: seq, through: last, limit: limit)
  }
}
