import UnixSignals

/// Runs work until it ends, a time is over, or the person interrupts it; then it is cancelled.
///
/// - Parameters:
///   - limit: The longest time, if there is one.
///   - work: Ends in good order when it is cancelled.
/// - Throws: What `work` throws, but for its cancellation.
func untilInterrupted(
  within limit: Duration? = nil,
  _ work: @escaping @Sendable () async throws -> Void
) async throws {
  let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
  do {
    try await withThrowingTaskGroup { group in
      group.addTask { try await work() }
      group.addTask { for await _ in signals { return } }
      if let limit { group.addTask { try await Task.sleep(for: limit) } }
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
  } catch is CancellationError {
    return
  }
}
