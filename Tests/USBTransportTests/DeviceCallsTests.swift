import CLibUSB
import Dispatch
import Testing

@testable import USBTransport

@Suite(.timeLimit(.minutes(1)))
struct DeviceCallsTests {
  private let calls = DeviceCalls(USBAddress(bus: 1, device: 2))
  private let hour = Duration.seconds(3_600)

  /// A call that does not come back before the semaphore is signalled.
  private func hang(_ kernel: DispatchSemaphore, within limit: Duration) async throws(USBError) {
    try await calls.ask("reset the device", within: limit) { answer in
      kernel.wait()
      answer.give(.success(()))
    }
  }

  private func untilAllIsDone() async {
    await withCheckedContinuation { continuation in calls.order { continuation.resume() } }
  }

  @Test func `an answer is handed over, and so is a failure`() async throws {
    #expect(try await calls.ask("count", within: hour) { $0.give(.success(3)) } == 3)
    let stall = USBError(LIBUSB_ERROR_PIPE, "ask the device")
    await #expect(throws: stall) {
      try await calls.ask("count", within: hour) { $0.give(Result<Int, USBError>.failure(stall)) }
    }
    #expect(!calls.isLate)
  }

  @Test func `a call that hangs is given up, and nothing more is asked until it is back`()
    async throws
  {
    let kernel = DispatchSemaphore(value: 0)
    let timeout = USBError(LIBUSB_ERROR_TIMEOUT, "reset the device")
    await #expect(throws: timeout) { try await hang(kernel, within: .milliseconds(1)) }
    #expect(calls.isLate)
    // With an hour to go, it can only have been refused.
    await #expect(throws: timeout) { try await hang(kernel, within: hour) }
    kernel.signal()
    await untilAllIsDone()
    #expect(!calls.isLate)
    kernel.signal()
    try await hang(kernel, within: hour)
  }

  @Test func `who is cancelled does not wait for a call that hangs`() async throws {
    let kernel = DispatchSemaphore(value: 0)
    let waiting = Task { try await hang(kernel, within: hour) }
    waiting.cancel()
    await #expect(throws: USBError.self) { try await waiting.value }
    #expect(calls.isLate)
    kernel.signal()
    await untilAllIsDone()
    #expect(!calls.isLate)
  }

  @Test func `a call is made in a task that is cancelled already`() async throws {
    let number = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await calls.ask("close the device", within: hour) { $0.give(.success(3)) }
    }
    #expect(try await number.value == 3)
  }

  @Test func `who gives the answer too late is told so`() async throws {
    let kernel = DispatchSemaphore(value: 0)
    let (stream, isTaken) = AsyncStream.makeStream(of: Bool.self)
    await #expect(throws: USBError.self) {
      try await calls.ask("open the device", within: .milliseconds(1)) { answer in
        kernel.wait()
        isTaken.yield(answer.give(.success(())))
      }
    }
    kernel.signal()
    var answers = stream.makeAsyncIterator()
    #expect(await answers.next() == false)
  }
}
