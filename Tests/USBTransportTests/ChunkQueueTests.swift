import CLibUSB
import Dispatch
import Testing

@testable import USBTransport

private func offer(_ text: String, to queue: ChunkQueue) {
  _ = bytes(text).withUnsafeBytes { queue.offer($0, at: .now) }
}

private func take(from queue: ChunkQueue, _ chunk: inout ByteChunk) -> ChunkQueue.Found {
  var raw: [UInt8]?
  return queue.take(into: &chunk, raw: &raw)
}

struct ChunkQueueTests {
  @Test func `what does not fit is refused, counted, and told with what comes next`() {
    let queue = ChunkQueue(LinkDecoder(.ftdi, maxPacket: 64), bytes: 8, chunks: 4)
    offer("0160aabb", to: queue)
    offer("0160ccdd", to: queue)
    offer("0160ee", to: queue)
    offer("0160ff0011", to: queue)
    var chunk = ByteChunk()
    guard case .chunk = take(from: queue, &chunk) else {
      Issue.record("no chunk")
      return
    }
    #expect(hexadecimal(chunk.bytes) == "aabb" && chunk.refused == 0)
    offer("016022", to: queue)
    _ = take(from: queue, &chunk)
    #expect(hexadecimal(chunk.bytes) == "ccdd" && chunk.refused == 0)
    _ = take(from: queue, &chunk)
    #expect(hexadecimal(chunk.bytes) == "22" && chunk.refused == 4)
    var counters = LinkCounters()
    queue.count(into: &counters)
    #expect(counters.bytes == 9 && counters.refused == 4)
  }

  @Test func `packets without data are passed over`() {
    let queue = ChunkQueue(LinkDecoder(.ftdi, maxPacket: 64))
    for _ in 0..<10_000 { offer("0160", to: queue) }
    offer("", to: queue)
    var chunk = ByteChunk()
    guard case .nothing = take(from: queue, &chunk) else {
      Issue.record("a chunk")
      return
    }
  }

  @Test func `what came before the end is read before the end is told`() {
    let queue = ChunkQueue(LinkDecoder(.cdc, maxPacket: 64))
    let stall = USBError(code: -9, operation: "read")
    let gone = USBError(code: -4, operation: "read")
    offer("aa", to: queue)
    queue.end(stall)
    queue.end(USBError(code: -1, operation: "read"))
    var chunk = ByteChunk()
    guard case .chunk = take(from: queue, &chunk) else {
      Issue.record("no chunk")
      return
    }
    guard case .ending(stall) = take(from: queue, &chunk) else {
      Issue.record("no end")
      return
    }
    queue.end(gone)
    guard case .ending(gone) = take(from: queue, &chunk) else {
      Issue.record("not gone")
      return
    }
    queue.reopen()
    guard case .nothing = take(from: queue, &chunk) else {
      Issue.record("not open")
      return
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a wait ends with bytes, with the end and with the task`() async throws {
    let loop = try EventLoop()
    try loop.start()
    defer { _ = loop.end(by: .distantFuture) }
    let queue = ChunkQueue(LinkDecoder(.cdc, maxPacket: 64))
    let far = ContinuousClock.now + .seconds(3600)
    var chunk = ByteChunk()
    for round in 0..<200 {
      async let waited: Void = queue.wait(until: far, loop)
      offer("aa", to: queue)
      await waited
      guard case .chunk = take(from: queue, &chunk) else {
        Issue.record("round \(round)")
        return
      }
    }
    for _ in 0..<200 {
      let waiting = Task { await queue.wait(until: far, loop) }
      waiting.cancel()
      await waiting.value
    }
    async let waited: Void = queue.wait(until: far, loop)
    queue.end(.closed)
    await waited
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      // bytes of each packet, and whether the reader wakes with it; 6 are wanted
      ([2, 2, 2, 2], "..W."),
      ([5, 1, 9], ".W."),
      ([7], "W"),
    ]
  )
  func `a reader that wants a batch wakes with the packet that completes it`(
    packets: [Int],
    wakes: String
  ) async throws {
    let loop = try EventLoop()
    try loop.start()
    defer { _ = loop.end(by: .distantFuture) }
    let queue = ChunkQueue(LinkDecoder(.cdc, maxPacket: 64))
    let batch = ByteBatch(bytes: 6, longest: .seconds(3600))
    let far = ContinuousClock.now + .seconds(3600)
    let reader = Task { await queue.wait(for: batch, until: far, loop) }
    while !queue.isAwaited { await Task.yield() }
    var drawn = ""
    for packet in packets {
      let wasAwaited = queue.isAwaited
      offer(String(repeating: "aa", count: packet), to: queue)
      drawn += wasAwaited && !queue.isAwaited ? "W" : "."
    }
    await reader.value
    #expect(drawn == wakes)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a packet that has waited too long for the rest of its batch is read`() async throws {
    let loop = try EventLoop()
    let queue = ChunkQueue(LinkDecoder(.cdc, maxPacket: 64))
    let start = ContinuousClock.now
    let batch = ByteBatch(bytes: 6, longest: .seconds(100))
    let reader = Task { await queue.wait(for: batch, until: start + .seconds(3600), loop) }
    while !queue.isAwaited { await Task.yield() }
    let end = bytes("aabb").withUnsafeBytes { queue.offer($0, at: start + .seconds(7)) }
    #expect(end == start + .seconds(107))
    #expect(queue.expire(at: start + .seconds(106)) == start + .seconds(107))
    #expect(queue.isAwaited)
    #expect(queue.expire(at: start + .seconds(107)) == nil)
    await reader.value
  }

  @Test(.timeLimit(.minutes(1)))
  func `what is there already counts for a batch`() async throws {
    let loop = try EventLoop()
    let queue = ChunkQueue(LinkDecoder(.ftdi, maxPacket: 64))
    offer("0160aabbcc", to: queue)
    offer("0160ddeeff", to: queue)
    let far = ContinuousClock.now + .seconds(3600)
    await queue.wait(for: ByteBatch(bytes: 6, longest: .seconds(3600)), until: far, loop)
    var chunk = ByteChunk()
    _ = take(from: queue, &chunk)
    let reader = Task {
      await queue.wait(for: ByteBatch(bytes: 4, longest: .seconds(3600)), until: far, loop)
    }
    while !queue.isAwaited { await Task.yield() }
    offer("016001", to: queue)
    await reader.value
  }
}
