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
    let result: Result<JournalBatch, JournalError> = await withCheckedContinuation { waiter in
      Self.queue.async {
        let result = Result { () throws(JournalError) in
          try batch(after: seq, through: last, limit: limit)
        }
        waiter.resume(returning: result)
      }
    }
    return try result.get()
  }
}
