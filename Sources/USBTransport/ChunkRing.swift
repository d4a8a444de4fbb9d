/// Chunks of bytes in order, in memory that is allocated once.
///
///     bytes   ....####__######....      a chunk is never split: where it does not fit before the
///                 ▲           ▲         end, it begins at 0 again
///               oldest       next
///
///     chunks  [start, count, time, refused]  …  as many as ``capacity`` says
struct ChunkRing: ~Copyable {
  /// Where a chunk is, and what belongs to it.
  struct Entry {
    var start = 0
    var count = 0
    var time: ContinuousClock.Instant
    var refused = 0
  }

  private var bytes: [UInt8]
  private var entries: [Entry]
  private var oldest = 0
  private var next = 0
  private(set) var count = 0

  /// Room for `bytes` bytes in at most `chunks` chunks; both above 0.
  init(bytes: Int, chunks: Int) {
    precondition(bytes > 0 && chunks > 0, "a ring has room")
    self.bytes = [UInt8](repeating: 0, count: bytes)
    entries = [Entry](repeating: Entry(time: .now), count: chunks)
  }

  /// When the oldest chunk came; `nil` where there is none.
  var oldestTime: ContinuousClock.Instant? { count > 0 ? entries[oldest].time : nil }

  /// Appends a chunk, or returns `false` where there is no room.
  ///
  /// - Parameters:
  ///   - chunk: Its bytes; not empty.
  ///   - time: When it came.
  ///   - refused: What was refused before it.
  /// - Returns: Whether there was room.
  mutating func offer(
    _ chunk: UnsafeRawBufferPointer,
    at time: ContinuousClock.Instant,
    refused: Int
  ) -> Bool {
    guard let start = room(for: chunk.count) else { return false }
    bytes.withUnsafeMutableBytes { storage in
      UnsafeMutableRawBufferPointer(rebasing: storage[start..<start + chunk.count])
        .copyMemory(from: chunk)
    }
    entries[(oldest + count) % entries.count] = Entry(
      start: start,
      count: chunk.count,
      time: time,
      refused: refused
    )
    count += 1
    next = start + chunk.count
    return true
  }

  /// Takes the oldest chunk out, if there is one.
  ///
  /// - Parameter body: Gets its bytes, which are valid only in the call.
  /// - Returns: Whether there was one.
  mutating func take(_ body: (Span<UInt8>, Entry) -> Void) -> Bool {
    guard count > 0 else { return false }
    let entry = entries[oldest]
    body(bytes.span.extracting(entry.start..<entry.start + entry.count), entry)
    oldest = (oldest + 1) % entries.count
    count -= 1
    return true
  }

  private func room(for size: Int) -> Int? {
    guard size > 0, count < entries.count else { return nil }
    guard count > 0 else { return size <= bytes.count ? 0 : nil }
    let first = entries[oldest].start
    if next > first, next + size <= bytes.count { return next }
    let start = next > first ? 0 : next
    return start + size <= first ? start : nil
  }
}
