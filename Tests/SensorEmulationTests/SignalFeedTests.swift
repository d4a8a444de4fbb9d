import CrampModel
import SignalSimulation
import Testing

@testable import SensorEmulation

@Suite struct SignalFeedTests {
  @Test func `a cramp is in the counts where the truth says`() throws {
    var host = try Host(.spikerBoxHID, ["gain": "880"])
    let source = host.device.firmware.source
    #expect(source.feed.labels.contains { $0.trialType == "cramp" })
    host.write([0x3F, 0x3E] + Array("start:;\n".utf8) + [UInt8](repeating: 0, count: 54), to: 0x01)
    host.run(seconds: 9)
    let rest = host.device.firmware.source.feed.envelopes[0]
    host.run(seconds: 5)
    #expect(host.device.firmware.source.feed.envelopes[0] > 2 * rest)
    let cramp = try #require(host.device.truth.cramps.first)
    #expect((10...11).contains(cramp.onset))
    #expect(host.device.truth.rate == 10_000)
  }

  @Test func `a gap of the scenario is frames that never come`() throws {
    var host = try Host.cyton(["scenario": "cramp-with-a-gap"])
    host.write(Array("b".utf8), to: 0x02)
    host.run(seconds: 80)
    #expect(host.device.firmware.source.dropped == 500)
    #expect(host.device.firmware.source.produced == 20_000)
  }

  @Test func `a scenario begins again at its end`() throws {
    let scenario = try Scenario(specification: "short-cramp?duration=2")
    var feed = SignalFeed(scenario: scenario, seed: 3, rate: 250, frontEnd: .cyton)
    var values: [Float] = []
    for _ in 0..<1_000 where feed.advance() { values.append(feed.values[0]) }
    #expect(Array(values[..<500]) == Array(values[500...]))
  }

  @Test func `the scenario runs on while the sensor is stopped`() throws {
    let scenario = try Scenario(specification: "short-cramp?channels=8")
    func make() -> FrameSource {
      FrameSource(scenario: scenario, seed: 3, rate: 250, frontEnd: .cyton)
    }
    var steady = make()
    steady.start(at: .zero)
    while steady.next(by: .seconds(2)) != nil {}
    var stopped = make()
    stopped.start(at: .zero)
    while stopped.next(by: .seconds(1)) != nil {}
    stopped.stop()
    stopped.start(at: .seconds(1.5))
    while stopped.next(by: .seconds(2)) != nil {}
    #expect(stopped.feed.values == steady.feed.values)
    #expect(stopped.produced < steady.produced)
  }

  @Test func `a load cell weighs what a hand dynamometer pulls`() throws {
    var host = try Host(.hx711, ["bridge": "cp210x"])
    host.control("41000100 00000000")
    host.control("411e0000 00000400", hex("00c20100"))
    host.run(seconds: 16)
    let lines = text(host.payload).split(separator: "\r\n")
    let numbers = lines.compactMap { Double($0) }
    #expect(numbers.count >= 79 * 13)
    let strongest = try #require(numbers.max())
    let weakest = try #require(numbers.dropFirst(100).min())
    #expect(strongest > 10 * weakest)
  }
}
