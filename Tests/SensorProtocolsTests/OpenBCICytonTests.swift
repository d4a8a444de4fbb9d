import CrampModel
import SensorProtocols
import Testing

struct OpenBCICytonTests {
  private static let banner = #"OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"#
  private static let rest = #"LIS3DH Device ID: 0x33\nFirmware: v3.1.2\n$$$"#
  private static let daisy = #"On Daisy ADS1299 Device ID: 0x3E\n"#

  private static func gains(_ gains: [Int: Double], count: Int? = nil) -> DriverSettings {
    var settings = DriverSettings()
    settings.channelCount = count
    for (channel, gain) in gains { settings.channels[channel, default: .init()].gain = gain }
    return settings
  }

  @Test(arguments: [
    (  // as it should be
      DriverSettings(),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(rest)
      1000 > d
      1200 < updating channel settings to default$$$
      1200 > b
      1200 = streaming
      9000 .
      9000 end
      9000 > s
      """
    ),
    (  // gains, with the answer in pieces
      gains([1: 24, 3: 8]),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(rest)
      1000 > d
      1100 < upda
      1200 < ted$$
      1300 < $
      1300 > x1060000X
      1400 < Success: Channel set for 1$$$
      1400 > x3040000X
      1500 < Success: Channel set for 3$$$
      1500 > b
      1500 = streaming
      """
    ),
    (  // a Daisy, and the gain of one of its channels
      gains([9: 1, 16: 12]),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(daisy)\(rest)
      1000 > d
      1100 < $$$
      1100 > xQ000000X
      1200 < $$$
      1200 > xI050000X
      1300 < $$$
      1300 > b
      1300 = streaming
      """
    ),
    (  // a Daisy that is left aside says so, or nothing
      gains([:], count: 8),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(daisy)\(rest)
      1000 > c
      2000 > d
      2100 < $$$
      2100 > b
      2100 = streaming
      """
    ),
    (  // the board is off
      DriverSettings(),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      700 < Failure: Communications timeout - Device failed to poll Host$$$
      700 = the sensor says: Failure: Communications timeout - Device failed to poll Host
      9000 .
      """
    ),
    (  // nobody is there
      DriverSettings(),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      5100 = ask v: no answer
      9000 .
      """
    ),
    (  // silence after the banner
      DriverSettings(),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(rest)
      1000 > d
      6000 = ask d: no answer
      9000 .
      """
    ),
    (  // a channel that cannot be set
      gains([2: 1]),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(rest)
      1000 > d
      1100 < $$$
      1100 > x2000000X
      1200 < Failure: too few chars$$$
      1200 = the sensor says: Failure: too few chars
      """
    ),
    (  // settings that no board can meet
      gains([2: 5]),
      """
      0 begin
      0 = its settings do not fit: channel 2: gain must be 1, 2, 4, 6, 8, 12 or 24
      """
    ),
    (
      gains([:], count: 12),
      """
      0 begin
      0 = its settings do not fit: there are 8 or 16 channels
      """
    ),
    (
      gains([:], count: 16),
      """
      0 begin
      0 baud 115200
      0 > s
      100 > v
      1000 < \(banner)\(rest)
      1000 = its settings do not fit: 16 channels need a Daisy board, which is not there
      """
    ),
  ])
  func `Conversations`(settings: DriverSettings, script: String) {
    var transcript = Transcript(OpenBCICyton(settings: settings))
    #expect(transcript.play(script) == trimmed(script))
  }

  @Test func `A board that streams already is stopped first, and what it still sent is dropped`() {
    let script = """
      0 begin
      0 baud 115200
      0 > s
      50 < $stream
      99 < $stream
      100 > v
      101 < $stream
      1000 < \(Self.banner)\(Self.rest)
      1000 > d
      1100 < $$$
      1100 > b
      1100 = streaming
      1200 < $stream
      5000 begin
      5000 > s
      5000 = opening
      """.replacing("5000 > s", with: "5000 baud 115200\n5000 > s")
    var transcript = Transcript(OpenBCICyton(settings: DriverSettings()))
    let packets = (0..<2).flatMap { SampleStream.cyton.packet($0) }
    #expect(transcript.play(script, bytes: ["$stream": packets]) == trimmed(script))
    #expect(transcript.step.frames.values.count == 16)
  }

  @Test func `The account tells model, firmware and channels`() {
    var settings = Self.gains([1: 8])
    settings.channels[1]?.name = "calf"
    let script = """
      0 begin
      1000 < \(Self.banner)\(Self.rest)
      1100 < $$$
      1200 < $$$
      """
    var transcript = Transcript(OpenBCICyton(settings: settings))
    _ = transcript.play(script)
    let account = transcript.dialogue.account
    #expect(account.model == "Cyton")
    #expect(account.firmware == "v3.1.2")
    #expect(account.channels.map(\.name).prefix(3) == ["calf", "channel 2", "channel 3"])
    #expect(account.channels.allSatisfy { $0.unit == .microvolt && $0.rate == Hertz(250) })
    #expect(account.channels.map(\.railHigh).prefix(2) == [562_500, 187_500])
    #expect(account.channels.map(\.railLow).prefix(2) == [-562_500, -187_500])
  }

  @Test(arguments: [
    (  // a wrap, a packet cut to 20 bytes, three lost
      """
      4f70656e42434920563320382d3136206368616e6e656c0a4f6e20426f617264204144533132393920446576\
      6963652049443a20307833450a4c4953334448204465766963652049443a20307833330a4669726d77617265\
      3a2076332e312e320a242424a0fe00024c0004980006e300092f000b7b000dc700101200125e000000000000\
      c0a0ff000000000000000000000000000000000000000000000000000000000000c0a000fffdb4fffb68fff9\
      1dfff6d1fff485fff239ffefeeffeda2000000000000c0a001fffc49fff892fff4dbfff124ffed6dffe9b6ff\
      e5ffffe248000000000000c0a002fffc49fff892fff4dbfff124ffed6dffe9b6a00500024c0004980006e300\
      092f000b7b000dc700101200125e000000000000c0a0060003b700076e000b25000edc00129300164a001a01\
      001db8000000000000c0
      """,
      [
        13.1428257, 26.2856515, 39.4061255, 52.5489512, 65.691777, 78.8346027, 91.9550767,
        105.097902,
      ], 6, [SampleFrames.Loss(frame: 4, count: 3)], 120
    ),
    (  // what looks like a packet in the middle of one
      """
      a011000000000000000000000000c0a029000000000000000000000000000000c30000000000000000000000\
      000000c0a02a000005000005000005000005000005000005000005000005000000000000c0a02b0000060000\
      06000006000006000006000006000006000006000000000000c0
      """,
      [0, 0, 0, 0, 0, -89_355.4795, 0, 0], 3, [], 15
    ),
  ])
  func `Streams with something in between`(
    bytes: String,
    first: [Double],
    frames: Int,
    losses: [SampleFrames.Loss],
    skipped: Int
  ) {
    var dialogue = SampleStream.cyton.open()
    var step = DialogueStep()
    dialogue.receive(hex(bytes).span, at: SampleStream.start, into: &step)
    for (value, expected) in zip(step.frames.values, first) {
      #expect(abs(Double(value) - expected) <= abs(expected) * 1e-6)
    }
    #expect(step.frames.values.count == frames * 8)
    #expect(step.frames.losses == losses)
    let counted = step.notices.reduce(0) { sum, notice in
      if case .skipped(let bytes) = notice { sum + bytes } else { sum }
    }
    #expect(counted == skipped)
  }

  @Test func `A Daisy's pair is one frame, the board's channels first`() {
    var dialogue = SampleStream.daisy.open()
    var step = DialogueStep()
    let bytes = hex(
      """
      a0020003840003e800044c0004b00005140005780005dc000640000000000000c0\
      a0030000640000c800012c0001900001f40002580002bc000320000000000000c0
      """
    )
    dialogue.receive(bytes.span, at: SampleStream.start, into: &step)
    #expect(step.frames.values.count == 16)
    for (index, value) in step.frames.values.enumerated() {
      let expected = Double(100 * (index + 1)) * CytonPacket.microvolts(gain: 24)
      #expect(abs(Double(value) - expected) <= expected * 1e-6)
    }
    #expect(dialogue.account.channels.map(\.rate) == Array(repeating: Hertz(125), count: 16))
  }

  @Test(arguments: [
    ([0, 1, 2, 3, 4, 5], 2, []),  // the first two are not averaged yet
    ([2, 3, 5, 6, 7], 2, [1]),  // half of a pair
    ([2, 3, 4, 6, 7], 2, [1]),
    ([2, 3, 4, 7, 8, 9], 2, [2]),  // the halves of two pairs make none
    ([252, 253, 254, 255, 0, 1, 2, 3], 4, []),  // a wrap, later than the start
  ])
  func `A Daisy's frames`(counters: [Int], frames: Int, losses: [Int]) {
    var dialogue = SampleStream.daisy.open()
    var step = DialogueStep()
    for counter in counters {
      let packet = CytonPacket(counter: UInt8(counter), channels: .init(repeating: 1))
      dialogue.receive(packet.encoded().span, at: SampleStream.start, into: &step)
    }
    #expect(step.frames.values.count == 16 * frames)
    #expect(step.frames.losses.map(\.count) == losses)
  }
}
