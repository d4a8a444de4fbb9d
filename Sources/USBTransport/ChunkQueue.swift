import CLibUSB
import Synchronization

/// What the event thread offers and one task takes: chunks in order, then why no more come.
///
/// The lock is held for a copy of at most a transfer. What does not fit is refused and counted.
final class ChunkQueue: Sendable {
  private let decoder: LinkDecoder
  private let state: Mutex<State>

  private struct State: ~Copyable {
    var ring: ChunkRing
    var refusedSince = 0
    var ending: USBError?
    var waiting: Waiting?
    /// Bytes of the sensor's that are in the ring.
    var held = 0
    var bytes = 0
    var refused = 0
    var lineErrors = LineErrors()

    /// When a wait for a batch ends at the latest; the present or before if it is there.
    func end(of batch: ByteBatch, by deadline: ContinuousClock.Instant) -> ContinuousClock.Instant {
      guard let oldest = ring.oldestTime else { return deadline }
      return held >= batch.bytes ? oldest : min(deadline, oldest + batch.longest)
    }
  }

  private struct Waiting {
    let deadline: ContinuousClock.Instant
    let batch: ByteBatch
    let continuation: UnsafeContinuation<Void, Never>
  }

  /// What a look into the queue found.
  enum Found {
    case chunk
    case nothing
    case ending(USBError)
  }

  /// Room for 256 KiB: four seconds of a sensor that sends 64 bytes each millisecond.
  init(_ decoder: LinkDecoder, bytes: Int = 262_144, chunks: Int = 4096) {
    self.decoder = decoder
    state = Mutex(State(ring: ChunkRing(bytes: bytes, chunks: chunks)))
  }

  /// Offers what a transfer brought; transfers without any of the sensor's bytes are passed over.
  ///
  /// - Parameters:
  ///   - transfer: The bytes, which are copied.
  ///   - time: When they came.
  /// - Returns: When ``expire(at:)`` is to be called, where the reader waits for more.
  @discardableResult
  func offer(
    _ transfer: UnsafeRawBufferPointer,
    at time: ContinuousClock.Instant
  ) -> ContinuousClock.Instant? {
    let payload = decoder.payloadCount(ofTransfer: transfer.count)
    guard payload > 0 else { return nil }
    let (ready, next) = state.withLock { state -> (Waiting?, ContinuousClock.Instant?) in
      state.bytes &+= payload
      guard state.ring.offer(transfer, at: time, refused: state.refusedSince) else {
        state.refusedSince &+= payload
        state.refused &+= payload
        return (state.waiting.take(), nil)
      }
      state.refusedSince = 0
      state.held += payload
      guard let waiting = state.waiting else { return (nil, nil) }
      let end = state.end(of: waiting.batch, by: waiting.deadline)
      return end <= time ? (state.waiting.take(), nil) : (nil, end)
    }
    ready?.continuation.resume()
    return next
  }

  /// Says why no more comes; the device being gone outweighs any other reason.
  func end(_ error: USBError) {
    let waiting = state.withLock { state in
      if state.ending == nil || error.kind == .noDevice { state.ending = error }
      return state.waiting.take()
    }
    waiting?.continuation.resume()
  }

  /// More comes again.
  func reopen() {
    state.withLock { $0.ending = nil }
  }

  /// Takes the oldest chunk, if there is one.
  ///
  /// - Parameters:
  ///   - chunk: Gets the sensor's bytes.
  ///   - raw: Where the whole transfer is appended, if it is wanted.
  /// - Returns: What was there.
  func take(into chunk: inout ByteChunk, raw: inout [UInt8]?) -> Found {
    state.withLock { state in
      let decoder = decoder
      chunk.bytes.removeAll(keepingCapacity: true)
      let isFilled = state.ring.take { transfer, entry in
        chunk.lineErrors = decoder.payload(of: transfer, into: &chunk.bytes)
        chunk.time = entry.time
        chunk.refused = entry.refused
        state.held -= chunk.bytes.count
        if raw != nil { for index in transfer.indices { raw?.append(transfer[index]) } }
      }
      guard isFilled else { return state.ending.map { .ending($0) } ?? .nothing }
      state.lineErrors += chunk.lineErrors
      return .chunk
    }
  }

  /// Waits until there is a batch to take, the deadline is there or the task is cancelled.
  ///
  /// - Parameters:
  ///   - batch: How much is wanted; what is there already counts.
  ///   - deadline: When to give up.
  ///   - loop: Keeps the deadline.
  func wait(
    for batch: ByteBatch = .packet,
    until deadline: ContinuousClock.Instant,
    _ loop: EventLoop
  ) async {
    await withTaskCancellationHandler {
      // Unsafe, as a checked one allocates for each wait: it is taken out of the state under the
      // lock by whoever resumes it, so it is resumed once.
      await withUnsafeContinuation { continuation in
        let waiting = Waiting(deadline: deadline, batch: batch, continuation: continuation)
        guard let end = install(waiting) else { return continuation.resume() }
        loop.wake(at: end)
      }
    } onCancel: {
      state.withLock { $0.waiting.take() }?.continuation.resume()
    }
  }

  /// Notes who waits; returns until when, or `nil` if there is nothing to wait for.
  private func install(_ waiting: Waiting) -> ContinuousClock.Instant? {
    let now = ContinuousClock.now
    return state.withLock { state in
      let end = state.end(of: waiting.batch, by: waiting.deadline)
      guard end > now, state.ending == nil, !Task.isCancelled else { return nil }
      precondition(state.waiting == nil, "one task reads a link")
      state.waiting = waiting
      return end
    }
  }

  /// Ends a wait whose deadline has come; returns the deadline of one that goes on.
  func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    let (due, next) = state.withLock { state -> (Waiting?, ContinuousClock.Instant?) in
      guard let waiting = state.waiting else { return (nil, nil) }
      let end = state.end(of: waiting.batch, by: waiting.deadline)
      return end <= now ? (state.waiting.take(), nil) : (nil, end)
    }
    due?.continuation.resume()
    return next
  }

  /// Whether somebody waits.
  var isAwaited: Bool { state.withLock { $0.waiting != nil } }

  /// Adds what it has counted.
  func count(into counters: inout LinkCounters) {
    state.withLock { state in
      counters.bytes = state.bytes
      counters.refused = state.refused
      counters.lineErrors = state.lineErrors
    }
  }
}
