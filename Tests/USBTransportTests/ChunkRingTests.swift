import CrampModel
import Testing

@testable import USBTransport

/// What a ring is to do, told byte by byte: every cell knows whether it is taken.
private struct SlowRing {
  var cells: [Bool]
  var chunks: [(start: Int, bytes: [UInt8], refused: Int)] = []
  let most: Int
  var next = 0

  init(bytes: Int, chunks: Int) {
    cells = Array(repeating: false, count: bytes)
    most = chunks
  }

  mutating func offer(_ chunk: [UInt8], refused: Int) -> Bool {
    guard !chunk.isEmpty, chunks.count < most else { return false }
    if chunks.isEmpty { next = 0 }
    guard let start = [next, 0].first(where: { isFree($0, chunk.count) }) else { return false }
    for cell in start..<start + chunk.count { cells[cell] = true }
    chunks.append((start, chunk, refused))
    next = start + chunk.count
    return true
  }

  mutating func take() -> (bytes: [UInt8], refused: Int)? {
    guard !chunks.isEmpty else { return nil }
    let chunk = chunks.removeFirst()
    for cell in chunk.start..<chunk.start + chunk.bytes.count { cells[cell] = false }
    return (chunk.bytes, chunk.refused)
  }

  private func isFree(_ start: Int, _ count: Int) -> Bool {
    start + count <= cells.count && cells[start..<start + count].allSatisfy { !$0 }
  }
}

struct ChunkRingTests {
  @Test(arguments: [(1, 1), (7, 3), (64, 4), (64, 64), (1000, 16)], [UInt64(1), 2, 3])
  func `a ring does what a slow one does`(size: (bytes: Int, chunks: Int), seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var ring = ChunkRing(bytes: size.bytes, chunks: size.chunks)
    var slow = SlowRing(bytes: size.bytes, chunks: size.chunks)
    for step in 0..<5000 {
      if UInt8.random(in: 0...255, using: &random) < 140 {
        let count = Int.random(in: 0...max(1, size.bytes / 3), using: &random)
        let chunk = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let isTaken = chunk.withUnsafeBytes { ring.offer($0, at: .now, refused: step) }
        #expect(isTaken == slow.offer(chunk, refused: step))
      } else {
        var found: (bytes: [UInt8], refused: Int)?
        let isFound = ring.take { bytes, entry in
          found = (bytes.indices.map { bytes[$0] }, entry.refused)
        }
        let expected = slow.take()
        #expect(isFound == (expected != nil))
        #expect(found?.bytes == expected?.bytes && found?.refused == expected?.refused)
      }
      #expect(ring.count == slow.chunks.count)
    }
  }

  @Test func `a chunk as large as the ring fits once`() {
    var ring = ChunkRing(bytes: 8, chunks: 2)
    #expect(isTaken([UInt8](0..<8), by: &ring))
    #expect(!isTaken([9], by: &ring))
    var count = 0
    let isFound = ring.take { bytes, _ in count = bytes.count }
    #expect(isFound && count == 8)
    #expect(!isTaken([UInt8](0..<9), by: &ring))
  }

  private func isTaken(_ chunk: [UInt8], by ring: inout ChunkRing) -> Bool {
    chunk.withUnsafeBytes { ring.offer($0, at: .now, refused: 0) }
  }
}
