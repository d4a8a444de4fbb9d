import Dispatch

extension JournalReader {
  /// Where followers wait for the disk, off the threads on which Swift's tasks run.
  private static let queue = DispatchQueue(label: "crampd.journal.reading")

  /// Reads the next stretch for a follower without holding up other tasks.
  ///
  /// - Parameters:
  ///   - seq: The last seq that the follower has dealt with.
  ///   - last: The last seq that the stretch may have.
  ///   - limit: How many rows the stretch has at most.
  /// - Returns: As ``batch(after:through:limit:filter:)``.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func stretch(
    after seq: Int64,
    through last: Int64,
    limit: Int
  ) async throws(JournalError) -> JournalBatch {
    try await aside { () throws(JournalError) in
      try batch(after: seq, through: last, limit: limit)
    }
  }

  /// Finds the first and the last answer to a query without holding up other tasks.
  ///
  /// - Parameters:
  ///   - query: What is asked.
  ///   - newest: The last seq that counts.
  /// - Returns: As ``seqs(query:through:)``.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func seqs(
    of query: HistoryQuery,
    through newest: Int64
  ) async throws(JournalError) -> ClosedRange<Int64>? {
    try await aside { () throws(JournalError) in try seqs(query: query, through: newest) }
  }

  /// Reads a part of what answers a query without holding up other tasks.
  ///
  /// - Parameters:
  ///   - query: What is asked.
  ///   - seq: The seq after which the part begins.
  ///   - last: The last seq that it may hold.
  /// - Returns: As ``lines(query:after:through:)``.
  /// - Throws: ``JournalError`` if SQLite cannot read.
  public func part(
    of query: HistoryQuery,
    after seq: Int64,
    through last: Int64
  ) async throws(JournalError) -> [JournalLine] {
    try await aside { () throws(JournalError) in
      try lines(query: query, after: seq, through: last)
    }
  }

  private func aside<Answer: Sendable>(
    _ work: @escaping @Sendable () throws(JournalError) -> Answer
  ) async throws(JournalError) -> Answer {
    let result: Result<Answer, JournalError> = await withCheckedContinuation { waiter in
      Self.queue.async { waiter.resume(returning: Result(catching: work)) }
    }
    return try result.get()
  }
}
