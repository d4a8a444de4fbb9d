import CLibUSB
import Synchronization
import Testing

@testable import USBTransport

/// Serialized, as the armed fault is one for the process.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct USBHostTests {
  @Test func `a host opens and closes, also twice, also without any device`() async throws {
    for _ in 0..<20 {
      let host = try USBHost()
      await host.close()
      await host.close()
    }
    _ = try USBHost()
  }

  @Test func `a closed host has no more changes`() async throws {
    let host = try USBHost()
    await host.catchUp()
    let present = host.attached().count
    let told = Task { await host.changes.reduce(0) { count, _ in count + 1 } }
    await host.close()
    #expect(await told.value <= present)
    #expect(host.attached().isEmpty)
  }

  @Test func `a device that is not there is named`() async throws {
    let host = try USBHost()
    let nowhere = USBAddress(bus: 255, device: 127)
    let error = await #expect(throws: USBError.self) {
      _ = try await host.open(nowhere, link: .ftdi, line: SerialLine())
    }
    #expect(error?.kind == .noDevice)
    #expect(error?.operation == "open of device 255/127")
    await #expect(throws: USBError.self) { _ = try await host.strings(of: nowhere) }
    await host.close()
  }

  #if DEBUG
  @Test(arguments: [
    (USBOperation.initialise, "open the USB system"), (.hotplug, "watch for USB devices"),
  ])
  func `a host that cannot open says why`(operation: USBOperation, text: String) async throws {
    USBFault.arm(USBFault(operation: operation, call: 1, code: LIBUSB_ERROR_NO_MEM.rawValue))
    defer { USBFault.arm(nil) }
    let error = #expect(throws: USBError.self) { _ = try USBHost() }
    #expect(error == USBError(code: -11, operation: text))
    #expect(!USBFault.isPending)
    let host = try USBHost()
    await host.close()
  }

  @Test func `a thread whose libusb fails goes on`() async throws {
    USBFault.arm(USBFault(operation: .events, call: 1, code: LIBUSB_ERROR_OTHER.rawValue))
    defer { USBFault.arm(nil) }
    let host = try USBHost()
    await host.close()
  }

  @Test func `a fault happens at the call that it is for`() {
    USBFault.arm(USBFault(operation: .claim, call: 3, code: -6))
    defer { USBFault.arm(nil) }
    #expect(USBFault.code(of: .open) == nil)
    #expect((0..<4).map { _ in USBFault.code(of: .claim) } == [nil, nil, -6, nil])
  }
  #endif
}

struct ChangeQueueTests {
  private func device(_ number: UInt8) -> AttachedDevice {
    AttachedDevice(
      address: USBAddress(bus: 1, device: number),
      portPath: "1-1",
      descriptors: []
    )
  }

  @Test func `changes come in order, and one that undid itself not at all`() async {
    let queue = ChangeQueue()
    queue.push(.arrived(device(1)))
    queue.push(.arrived(device(2)))
    queue.push(.left(USBAddress(bus: 1, device: 1)))
    #expect(await queue.next() == .arrived(device(2)))
    queue.push(.left(USBAddress(bus: 1, device: 2)))
    #expect(await queue.next() == .left(USBAddress(bus: 1, device: 2)))
    queue.end()
    queue.push(.arrived(device(3)))
    #expect(await queue.next() == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func `who waits is told, or let go`() async {
    let queue = ChangeQueue()
    async let next = queue.next()
    queue.push(.arrived(device(1)))
    #expect(await next == .arrived(device(1)))
    let waiting = Task { await queue.next() }
    waiting.cancel()
    #expect(await waiting.value == nil)
  }
}
