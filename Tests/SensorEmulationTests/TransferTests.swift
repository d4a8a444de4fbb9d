import SensorEmulation
import Testing

@Suite struct TransferTests {
  @Test func `transfers end on a short packet, in order`() throws {
    var host = try Host.cyton()
    host.write(Array("v".utf8), to: 0x02)
    host.run(seconds: 0.1)
    #expect(text(host.payload).hasSuffix("$$$"))
    // A full packet and a short one, both in one transfer.
    #expect(host.transfers.map(\.count).max() == host.payload.count + 2 * 2)
  }

  @Test func `a transfer that is full ends without a short packet`() throws {
    var host = try Host(.textEMG, ["baud": "9600"], endpoint: 0x83, size: 64)
    host.run(seconds: 4)
    #expect(host.transfers.allSatisfy { $0.count <= 64 })
    #expect(host.payload.starts(with: Array("EMG envelope\r\n".utf8)))
  }

  @Test func `a packet that is longer than the room overflows`() throws {
    var host = try Host(.goDirectEKG, endpoint: 0x81, size: 32)
    host.submit()
    host.write(
      hex("195819fe3f1aa54a06490748084709460a450b440c430d420e41")
        + [UInt8](repeating: 0, count: 38),
      to: 0x01
    )
    host.run(seconds: 0.01)
    #expect(host.ends == [.overflowed])
  }

  @Test func `a stall halts the endpoint until the halt is cleared`() throws {
    var device = try Host.cyton().device
    var ends: [USBStatus?] = []
    device.failNextTransfer(.stalled)
    for id in 1...2 {
      _ = device.submit(USBRequest(id: UInt(id), endpoint: 0x81, length: 512))
      device.advance(to: .seconds(id))
      ends.append(device.takeCompletion()?.status)
    }
    let isKnown = device.clearHalt(0x81)
    #expect(isKnown)
    _ = device.submit(USBRequest(id: 3, endpoint: 0x81, length: 512))
    ends.append(device.takeCompletion()?.status)
    #expect(ends == [.stalled, .stalled, .done])
  }

  @Test func `a transfer that is taken back brings what it has`() throws {
    var host = try Host.cyton()
    host.control("40091000 00000000")
    var device = host.device
    _ = device.submit(USBRequest(id: 1, endpoint: 0x81, length: 512))
    device.advance(to: .milliseconds(20))
    _ = device.takeCompletion()
    _ = device.submit(USBRequest(id: 2, endpoint: 0x81, length: 512))
    _ = device.submit(USBRequest(id: 3, endpoint: 0x02, length: 1, data: Array("v".utf8)))
    device.advance(to: .milliseconds(21))
    let written = device.takeCompletion()
    #expect(written?.id == 3)
    // The first packet is full; the rest of the banner waits for the latency timer.
    let taken = [device.discard(2), device.discard(2)]
    #expect(taken == [true, false])
    let completion = device.takeCompletion()
    #expect(completion?.status == .cancelled)
    #expect(completion?.length == 64)
  }

  @Test func `unplugging ends all transfers`() throws {
    var device = try Host(.chordsUnoR3).device
    for id in 1...8 { _ = device.submit(USBRequest(id: UInt(id), endpoint: 0x83, length: 512)) }
    _ = device.submit(USBRequest(id: 9, endpoint: 0x82, length: 8))
    device.unplug()
    var ends: [USBStatus] = []
    while let completion = device.takeCompletion() { ends.append(completion.status) }
    #expect(ends == Array(repeating: .shutdown, count: 9))
  }

  @Test func `an endpoint that is not there takes no transfer`() throws {
    var device = try Host(.cyton).device
    let taken = device.submit(USBRequest(id: 1, endpoint: 0x85, length: 64))
    #expect(!taken)
  }

  @Test func `one chip's packet is cut short without losing a byte`() throws {
    var host = try Host.cyton()
    host.write(Array("b".utf8), to: 0x02)
    host.run(seconds: 0.5)
    host.device.shorten(packets: 50)
    host.run(seconds: 1)
    #expect(host.cytonCounters == (0..<host.cytonCounters.count).map { UInt8($0 & 0xFF) })
    #expect(host.cytonCounters.count >= 370)
  }
}
