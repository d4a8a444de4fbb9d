import Synchronization

/// What has happened on a connection since its writer last looked; at most one of each.
///
/// The one writer of a connection sleeps on ``wakes`` and then asks for everything, so a wake-up
/// that comes twice does no harm and none can be lost.
final class ConnectionInbox: Sendable {
  private struct State {
    var line: LineSplitter.Line?
    var late: [String] = []
    var isHeartbeatDue = false
    var isEnding = false
    var isClosed = false
  }

  /// Yields when there may be something to do.
  let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let answers: AsyncStream<Void>
  private let answer: AsyncStream<Void>.Continuation
  private let state = Mutex(State())

  init() {
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    (answers, answer) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Hands a line to the writer and waits until it has dealt with it.
  func offer(_ line: LineSplitter.Line) async {
    state.withLock { $0.line = line }
    wake.yield()
    var iterator = answers.makeAsyncIterator()
    _ = await iterator.next()
  }

  /// The line that waits, if any.
  func takeLine() -> LineSplitter.Line? {
    state.withLock { $0.line.take() }
  }

  /// Lets the reader go on after its line.
  func lineIsAnswered() {
    answer.yield()
  }

  /// Hands over an answer that took its time; a client has few requests open that do.
  func post(_ answer: String) {
    state.withLock { $0.late.append(answer) }
    wake.yield()
  }

  /// The late answers, in the order in which they came.
  func takeLate() -> [String] {
    state.withLock { state in
      defer { state.late.removeAll() }
      return state.late
    }
  }

  func newEvents() {
    wake.yield()
  }

  func heartbeatIsDue() {
    state.withLock { $0.isHeartbeatDue = true }
    wake.yield()
  }

  func takeHeartbeat() -> Bool {
    state.withLock { state in
      defer { state.isHeartbeatDue = false }
      return state.isHeartbeatDue
    }
  }

  /// The daemon is about to end: what is journalled is still delivered.
  func end() {
    state.withLock { $0.isEnding = true }
    wake.yield()
  }

  var isEnding: Bool { state.withLock { $0.isEnding } }

  /// The connection is gone.
  func close() {
    state.withLock { $0.isClosed = true }
    wake.finish()
    answer.finish()
  }

  var isClosed: Bool { state.withLock { $0.isClosed } }
}
