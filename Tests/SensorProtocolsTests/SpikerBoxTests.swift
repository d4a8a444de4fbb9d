import CrampModel
import SensorProtocols
import Testing

/// A box as far as the dialogue sees it.
private struct Box {
  var hardware: String?
  var isPro = false
  var channels = 1
  var isHID = false
  var isDeaf = false
  var isStreaming: Bool
  var heard: [String] = []
  var value: UInt16 = 500

  init(_ hardware: String?, isPro: Bool = false, channels: Int = 1, isHID: Bool = false) {
    self.hardware = hardware
    self.isPro = isPro
    self.channels = channels
    self.isHID = isHID
    isStreaming = !isPro
  }

  mutating func hear(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: isHID ? bytes[2...].prefix { $0 != 0 } : bytes[...], as: UTF8.self)
    heard.append(text)
    guard !isDeaf else { return [] }
    switch text {
    case "b:;\n" where !isPro, "?:;\n" where isPro:
      return hardware.map { message([("FWV", "1.0"), ("HWT", $0)]) } ?? []
    case "max:;\n" where isPro: return message([("MSF", "10000"), ("MNC", "2")])
    case "board:;\n" where isPro: return message([("BRD", "0")])
    case "start:;\n": isStreaming = true
    case "h:;\n": isStreaming = !isPro
    case "conf s:10000;c:2;\n" where !isPro: channels = 2
    default: break
    }
    return []
  }

  mutating func frames(_ count: Int) -> [UInt8] {
    guard isStreaming else { return [] }
    return (0..<count).flatMap { _ in
      value = value == 599 ? 500 : value + 1
      return SpikerBoxFrame(values: Array(repeating: value, count: channels)).bytes
    }
  }

  func reports(_ bytes: [UInt8]) -> [[UInt8]] {
    isHID ? SpikerBoxReport.reports(of: bytes) : bytes.isEmpty ? [] : [bytes]
  }

  private func message(_ fields: [(String, String)]) -> [UInt8] {
    SpikerBoxMessage(fields.map { SpikerBoxMessage.Field($0.0, $0.1) }).bytes
  }
}

extension Talk<SpikerBox> {
  /// Runs a box against the dialogue, `rate` frames a second in pieces of 20 ms.
  fileprivate mutating func run(
    _ box: inout Box,
    from start: Double = 0,
    seconds: Double,
    rate: Double = 1_000
  ) {
    for piece in 1...Int(seconds * 50) {
      let time = Duration.seconds(start + Double(piece) * 0.02)
      var bytes = sent.flatMap { box.hear($0) }
      sent = []
      bytes += box.frames(Int(rate / 50))
      for report in box.reports(bytes) { hear(report, at: time) }
      wait(until: time)
    }
  }
}

struct SpikerBoxTests {
  private func settings(channels: Int? = nil, gain: Double? = nil) -> DriverSettings {
    var settings = DriverSettings()
    settings.channelCount = channels
    settings.gain = gain
    return settings
  }

  private func streaming(rate: Double = 1_000) -> (Talk<SpikerBox>, Box) {
    var settings = DriverSettings()
    settings.rate = Hertz(rate)
    var talk = Talk(SpikerBox(settings: settings, isHID: false))
    var box = Box("MUSCLESS")
    talk.run(&box, seconds: 1, rate: rate)
    talk.frames = []
    return (talk, box)
  }

  @Test(
    arguments: [
      (Box("MUSCLESS"), nil, ["b:"], 2e6 / 199),
      (Box(nil), nil, ["b:", "b:", "b:"], 2e6 / 199),
      (Box("MUSCLESS"), 2, ["b:", "conf s:10000;c:2"], 1e6 / 199),
      (Box("MUSCLESB"), nil, ["b:"], 10_000),
      (Box("PLANTSS", channels: 2), nil, ["b:"], 5_000),
      (
        Box("MSBPCDC", isPro: true, channels: 2), nil,
        ["b:", "b:", "b:", "?:", "max:", "start:", "board:"], 10_000
      ),
      (
        Box("MUSCUSB1", isPro: true, channels: 2, isHID: true), nil,
        ["?:", "max:", "start:", "board:"], 10_000
      ),
      (
        Box("NRNSBPRO", isPro: true, channels: 4, isHID: true), 4,
        ["?:", "max:", "start:", "board:"], 5_000
      ),
    ] as [(Box, Int?, [String], Double)]
  )
  fileprivate func `A box is asked, started and understood`(
    box: Box,
    asked: Int?,
    heard: [String],
    rate: Double
  ) {
    var box = box
    var talk = Talk(SpikerBox(settings: settings(channels: asked), isHID: box.isHID))
    #expect(talk.speeds == (box.isHID ? [] : [222_222]))
    talk.run(&box, seconds: 9)
    #expect(box.heard == heard.map { $0 + ";\n" })
    #expect(talk.dialogue.phase == .streaming)
    #expect(talk.dialogue.account.model == box.hardware ?? "SpikerBox")
    #expect(
      talk.dialogue.account.channels.map(\.rate)
        == Array(repeating: Hertz(rate), count: box.channels)
    )
    #expect(talk.frames.count > 1_000)
    #expect(talk.frames.allSatisfy { $0.count == box.channels && -12...87 ~= $0[0] })
    talk.end()
    _ = talk.sent.map { box.hear($0) }
    #expect(box.isStreaming == !box.isPro)
  }

  @Test(arguments: [true, false])
  func `Silence ends in a failure that says what was asked`(isHID: Bool) {
    var talk = Talk(SpikerBox(settings: DriverSettings(), isHID: isHID))
    for _ in 0..<40 { if let deadline = talk.dialogue.deadline { talk.wait(until: deadline) } }
    #expect(talk.dialogue.phase == .failed(.noAnswer(asked: "?:;")))
    #expect(talk.dialogue.deadline == nil)
    #expect(talk.speeds == (isHID ? [] : [222_222, 500_000]))
    talk.hear(Array(repeating: 0x80, count: 64), at: .seconds(60))
    #expect(talk.dialogue.phase == .failed(.noAnswer(asked: "?:;")))
    #expect(talk.frames.isEmpty)
  }

  @Test func `Another number of channels than asked for is a fault of the settings`() {
    var box = Box("HBLEOSB", channels: 3)
    var talk = Talk(SpikerBox(settings: settings(channels: 2), isHID: false))
    box.isDeaf = true
    talk.run(&box, seconds: 5)
    let cause = "2 channels are asked for, the box sends 3"
    #expect(talk.dialogue.phase == .failed(.settings(cause: cause)))
  }

  @Test(arguments: [0, 7, -1, .max])
  func `An impossible number of channels is refused`(count: Int) {
    let talk = Talk(SpikerBox(settings: settings(channels: count), isHID: false))
    let cause = "a SpikerBox has no \(count) channels"
    #expect(talk.dialogue.phase == .failed(.settings(cause: cause)))
    #expect(talk.sent.isEmpty)
  }

  @Test func `A gain turns codes into microvolts`() {
    var box = Box("MUSCLESS")
    var talk = Talk(SpikerBox(settings: settings(gain: 880), isHID: false))
    talk.run(&box, seconds: 1)
    let channel = talk.dialogue.account.channels.first
    #expect(channel?.unit == .microvolt)
    let step = 5e6 / 1_024 / 880
    #expect(abs(Double(channel?.railLow ?? 0) + 512 * step) < 0.01)
    #expect(talk.frames.contains { abs(Double($0[0]) - 50 * step) < 0.001 })
  }

  @Test func `A box of 14 bits has its centre at 8192`() {
    var talk = Talk(SpikerBox(settings: DriverSettings(), isHID: false))
    let frames = [8_192, 8_192, 8_000, 16_383].flatMap { SpikerBoxFrame(values: [$0]).bytes }
    for second in [1, 2, 3] { talk.wait(until: .seconds(second)) }
    talk.hear(frames, at: .seconds(3.1))
    #expect(talk.frames == [[-192], [8_191]])
  }

  @Test func `A stream cut anywhere gives the same frames`() {
    let (ready, source) = streaming()
    var box = source
    let event = SpikerBoxMessage([SpikerBoxMessage.Field("EVNT", "3")]).bytes
    var bytes = box.frames(5)
    bytes.insert(contentsOf: event, at: 5)
    bytes.remove(at: 2)
    var whole = ready
    whole.hear(bytes, at: .seconds(1.5))
    #expect(whole.notices == [.marker("3"), .skipped(bytes: 1)])
    #expect(whole.frames.count == 4)
    #expect(whole.losses == [1: 1])
    for cut in 0...bytes.count {
      var parts = ready
      parts.hear(Array(bytes[..<cut]), at: .seconds(1.5))
      parts.hear(Array(bytes[cut...]), at: .seconds(1.5))
      #expect(parts.frames == whole.frames)
      #expect(parts.losses == whole.losses)
      #expect(parts.notices == whole.notices)
    }
  }

  @Test func `A silence is counted by the clock`() {
    var (talk, box) = streaming()
    talk.run(&box, from: 1, seconds: 20)
    talk.run(&box, from: 23.5, seconds: 5)
    #expect(abs(talk.lost - 2_500) <= 20)
    #expect(talk.frames.count == 25_000)
  }

  @Test func `A box that begins to send more channels is no longer understood`() {
    var (talk, box) = streaming()
    box.channels = 2
    talk.run(&box, from: 1, seconds: 1)
    guard case .failed(.unsupported) = talk.dialogue.phase else {
      Issue.record("phase is \(talk.dialogue.phase)")
      return
    }
  }

  @Test func `It can begin again after a stall`() {
    var (talk, box) = streaming()
    talk.begin(at: .seconds(30))
    #expect(talk.dialogue.phase == .opening)
    #expect(talk.dialogue.account == SensorAccount())
    talk.run(&box, from: 30, seconds: 2)
    #expect(talk.dialogue.phase == .streaming)
    #expect(talk.lost == 0)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>, [true, false])
  func `Random bytes do no harm`(seed: UInt64, isHID: Bool) {
    var random = SplitMix64(seed: seed)
    var talk = Talk(SpikerBox(settings: DriverSettings(), isHID: isHID))
    for piece in 0..<500 {
      let count = Int(random.next() % 80)
      var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 7) }
      if isHID, random.next() % 4 > 0 { bytes = [0x3F, UInt8(min(62, count))] + bytes }
      talk.hear(bytes, at: .milliseconds(20 * piece))
    }
    let width = talk.dialogue.account.channels.count
    #expect(talk.frames.allSatisfy { $0.count == width })
  }
}
