import Testing

@testable import SensorEmulation

@Suite struct FrameQueueTests {
  private func frames(_ count: Int, of size: Int) -> FirmwareOutput {
    var output = FirmwareOutput()
    for index in 0..<count {
      output.append(frame: [UInt8](repeating: UInt8(index & 0xFF), count: size))
    }
    return output
  }

  @Test func `what does not fit is lost, the newest first`() {
    var queue = FrameQueue(limit: 100)
    queue.append(frames(4, of: 33))
    #expect(queue.count == 100)
    #expect(queue.lostBytes == 32)
    #expect(queue.lostFrames == 1)
    #expect(queue.waitingFrames == 3)
    let first = queue.take(66)
    #expect(first.last == 1)
    #expect(queue.deliveredFrames == 2)
    queue.append(frames(1, of: 33))
    let rest = queue.take(100)
    #expect(Array(rest.prefix(34)) == Array(repeating: 2, count: 33) + [3])
    #expect(rest.count == 67)
    #expect(queue.deliveredFrames == 4)
  }

  @Test func `reports are kept or lost as a whole`() {
    var queue = FrameQueue(limit: 150)
    queue.append(frames(3, of: 64), unit: 64)
    #expect(queue.count == 128)
    #expect(queue.lostBytes == 64)
    #expect(queue.lostFrames == 1)
  }

  @Test func `a frame is delivered with its last byte`() {
    var queue = FrameQueue(limit: nil)
    queue.append(frames(2, of: 33))
    _ = queue.take(32)
    #expect(queue.deliveredFrames == 0)
    _ = queue.take(1)
    #expect(queue.deliveredFrames == 1)
    queue.removeAll()
    #expect(queue.purgedFrames == 1)
    #expect(queue.lostBytes == 0)
  }

  @Test func `a long stream keeps its count`() {
    var queue = FrameQueue(limit: nil)
    for _ in 0..<10_000 {
      queue.append(frames(1, of: 33))
      if queue.count > 200 { _ = queue.take(150) }
    }
    _ = queue.take(.max)
    #expect(queue.deliveredFrames == 10_000)
    #expect(queue.waitingFrames == 0)
  }
}
