import SensorEmulation
import Testing

@Suite struct FaultTests {
  private func streaming(_ values: [String: String] = [:]) throws -> Host {
    var host = try Host.cyton(values)
    host.write(Array("b".utf8), to: 0x02)
    host.run(seconds: 0.5)
    return host
  }

  /// Produced frames are all accounted for.
  private func isBalanced(_ device: SensorDevice) -> Bool {
    let queue = device.queue
    let gone = device.firmware.source.dropped + device.traffic.silencedFrames
    let kept = queue.deliveredFrames + queue.waitingFrames + queue.lostFrames + queue.purgedFrames
    return device.firmware.source.produced == gone + device.traffic.garbledFrames + kept
  }

  @Test func `dropped frames leave a hole in the counter`() throws {
    var host = try streaming()
    host.forget()
    host.run(seconds: 0.1)
    host.device.drop(7)
    host.run(seconds: 0.2)
    let counters = host.cytonCounters
    let holes = zip(counters, counters.dropFirst()).map { $1 &- $0 }.filter { $0 != 1 }
    #expect(holes == [8])
    #expect(host.device.firmware.source.dropped == 7)
    #expect(isBalanced(host.device))
  }

  @Test(arguments: [100, 200, 400])
  func `a host that gets nothing loses what the chip cannot hold`(milliseconds: Int) throws {
    var host = try streaming()
    host.forget()
    host.device.block(for: .milliseconds(milliseconds))
    host.run(seconds: 1)
    let said = milliseconds * 33 / 4
    #expect(abs(host.device.queue.lostBytes - max(0, said - 512)) <= 33 * 2)
    #expect(isBalanced(host.device))
    #expect(host.statuses.contains { $0 & 0x02 != 0 })
  }

  @Test func `a chip of its own size loses nothing while transfers wait`() throws {
    var host = try Host(.chordsUnoR3, ["bridge": "ch340", "fifo": "chip"], endpoint: 0x82)
    host.control("409a1213 83e60000")
    host.control("409a2c0f 04000000")
    host.run(seconds: 2.1)
    host.write(Array("START\n".utf8), to: 0x02)
    host.run(seconds: 2)
    #expect(host.device.queue.lostBytes == 0)
    #expect(host.device.queue.deliveredFrames >= 498)
  }

  @Test func `garbage goes between the frames and takes none away`() throws {
    var host = try streaming()
    host.forget()
    host.device.addGarbage(100, seed: 5)
    host.run(seconds: 0.2)
    #expect((49...51).map { $0 * 33 + 100 }.contains(host.payload.count))
    #expect(isBalanced(host.device))
  }

  @Test func `silence ends after a time, on opening, or on a reset`() throws {
    var host = try streaming()
    host.device.silence(.until(host.device.now + .milliseconds(400)))
    host.run(seconds: 1)
    #expect((99...101).contains(host.device.traffic.silencedFrames))
    host.device.silence(.untilReopen)
    host.run(seconds: 0.2)
    host.forget()
    host.run(seconds: 0.2)
    #expect(host.payload == [])
    host.device.open()
    host.run(seconds: 0.2)
    #expect(!host.payload.isEmpty)
    host.device.silence(.untilReset)
    host.run(seconds: 0.2)
    host.forget()
    host.device.open()
    host.run(seconds: 0.2)
    #expect(host.payload == [])
    host.device.reset()
    host.control("40031a00 00000000")
    host.run(seconds: 0.2)
    #expect(!host.payload.isEmpty)
    #expect(isBalanced(host.device))
  }

  @Test(arguments: [("9600", false), ("115200", true), ("222222", false)])
  func `a line of another speed carries garbage`(baud: String, isHeard: Bool) throws {
    var host = try streaming(["baud": baud])
    host.write(Array("sv".utf8), to: 0x02)
    host.run(seconds: 0.2)
    #expect(text(host.payload).contains("OpenBCI") == isHeard)
  }

  @Test func `speeds that differ by less than 4 in 100 understand each other`() throws {
    var host = try Host(.spikerBoxUno, endpoint: 0x83)
    host.control("21200000 00000700", hex("0e640300000008"))  // 222222
    host.run(seconds: 3)
    #expect(text(Array(host.payload.prefix(10))) == "StartUp!\r\n")
  }

  @Test func `raising data terminal ready resets an UNO, which then boots for two seconds`() throws
  {
    var host = try Host(.chordsUnoR3, endpoint: 0x83)
    host.control("21200000 00000700", hex("00840300000008"))
    host.run(seconds: 2.1)
    host.write(Array("START\n".utf8), to: 0x04)
    host.run(seconds: 0.5)
    #expect(!host.payload.isEmpty)
    host.control("21220300 00000000")
    host.run(seconds: 0.01)
    host.forget()
    host.write(Array("WHORU\n".utf8), to: 0x04)
    host.run(seconds: 1.9)
    #expect(host.payload == [])
    host.control("21220300 00000000")  // still raised: no edge
    host.run(seconds: 0.2)
    host.write(Array("WHORU\n".utf8), to: 0x04)
    host.run(seconds: 0.1)
    #expect(text(host.payload) == "UNO-R3\r\n")
  }

  @Test func `a board with USB of its own says nothing before data terminal ready`() throws {
    var host = try Host(.chordsUnoR4, endpoint: 0x82)
    host.write(Array("WHORU\n".utf8), to: 0x02)
    host.run(seconds: 1)
    #expect(host.payload == [])
    host.control("21220300 00000000")
    host.write(Array("WHORU\n".utf8), to: 0x02)
    host.run(seconds: 0.1)
    #expect(text(host.payload) == "UNO-R4\r\n")
  }
}
