import CrampModel
import SensorProtocols
import Testing

struct ChordsTests {
  private static func packets(_ counters: Range<Int>, channels: Int, code: UInt16) -> [UInt8] {
    counters.flatMap { counter in
      let codes = Array(repeating: code, count: channels)
      return ChordsPacket(counter: UInt8(truncatingIfNeeded: counter), codes: codes).encoded()
    }
  }

  @Test(arguments: [
    (  // a board of 230400 baud
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    1300 < UNO-R4\\r\\n
    1300 > START\\n
    1400 < $packets
    1400 = streaming
    9000 .
    9000 end
    9000 > STOP\\n
    """),
    (  // one of 115200, whose answer comes late, in pieces and behind the tail of a packet
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    2000 < \\x00\\xfe\\xc7U\\x80
    3700 > WHORU\\n
    6200 baud 115200
    6200 > STOP\\n
    7400 > WHORU\\n
    8400 < \\x02\\x07\\x01UNO
    8401 < -R3\\r
    8402 < \\n
    8402 > START\\n
    9500 < $half
    9600 < $packets
    9600 = streaming
    """),
    (  // nobody is there
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    3700 > WHORU\\n
    6200 baud 115200
    6200 > STOP\\n
    7400 > WHORU\\n
    9900 > WHORU\\n
    12400 = ask WHORU: no answer
    20000 .
    """),
    (  // a board that is not known
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    1300 < STOPPED\\r\\nTEENSY-41\\r\\nUNKNOWN COMMAND\\r\\n
    3700 > WHORU\\n
    6200 baud 115200
    6200 > STOP\\n
    7400 > WHORU\\n
    9900 > WHORU\\n
    12400 = a board TEENSY-41 is not supported
    """),
    (  // silence after the start
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    1300 < NPG-LITE\\r\\n
    1300 > START\\n
    4300 = ask START: no answer
    """),
    (  // a stall, and all again
      """
    0 begin
    0 baud 230400
    0 > STOP\\n
    1200 > WHORU\\n
    1300 < UNO-R4\\r\\n
    1300 > START\\n
    1400 < $packets
    1400 = streaming
    9000 begin
    9000 baud 230400
    9000 > STOP\\n
    9000 = opening
    9100 < $packets
    10200 > WHORU\\n
    10300 < UNO-R4\\r\\n
    10300 > START\\n
    10400 < $packets
    10400 = streaming
    """),
  ])
  func `Conversations`(script: String) {
    var transcript = Transcript(Chords(settings: DriverSettings()))
    let packets = Self.packets(0..<2, channels: 6, code: 500)
    let played = transcript.play(
      script,
      bytes: ["$packets": packets, "$half": Array(packets.suffix(9))]
    )
    #expect(played == trimmed(script))
  }

  @Test(arguments: [
    (6, UInt16(512), 250, Optional(10)),  // UNO R3
    (6, 8_192, 500, 14),  // UNO R4
    (6, 2_048, 500, 12),  // NPG-Lite
    (6, 32_768, 500, 16),  // GIGA
    (3, 2_048, 500, 12),  // Pico
    (16, 512, 250, 10),  // Mega
    (6, 512, 125, nil),
    (5, 512, 250, nil),
  ])
  func `A board that streams and does not answer is taken for what it looks like`(
    channels: Int,
    code: UInt16,
    rate: Int,
    bits: Int?
  ) {
    var dialogue = Chords(settings: DriverSettings())
    var step = DialogueStep()
    dialogue.begin(at: .zero, into: &step)
    for packet in 0..<(5 * rate) {
      let time = Duration.seconds(Double(packet) / Double(rate))
      let bytes = Self.packets(packet..<(packet + 1), channels: channels, code: code)
      dialogue.receive(bytes.span, at: time, into: &step)
    }
    #expect(!step.actions.contains(.send(Array("START\n".utf8))))
    guard let bits else {
      let what = "a board with \(channels) channels at \(rate) Hz"
      #expect(dialogue.phase == .failed(.unsupported(what: what)))
      return
    }
    #expect(dialogue.phase == .streaming)
    #expect(dialogue.account.model.isEmpty)
    #expect(dialogue.account.channels.count == channels)
    #expect(dialogue.account.channels.first?.rate == Hertz(Double(rate)))
    #expect(dialogue.account.channels.first?.railHigh == Float(1 << (bits - 1)) - 1)
    #expect(step.frames.losses.isEmpty)
    #expect(step.frames.values.count > rate * channels)
  }

  @Test(arguments: [
    (nil, nil, SignalUnit.count, [0.0, -512, 511, 1, -1, -212]),
    (
      1.0, nil, .microvolt,
      [0, -2_500_000, 2_495_117.1875, 4_882.8125, -4_882.8125, -1_035_156.25]
    ),
    (1_000, 3.3, .microvolt, [0, -1_650, 1_646.77734, 3.22265625, -3.22265625, -683.203125]),
  ])
  func `Codes become microvolts where the gain is told`(
    gain: Double?,
    reference: Double?,
    unit: SignalUnit,
    expected: [Double]
  ) {
    var settings = DriverSettings()
    settings.gain = gain
    settings.referenceVolts = reference
    var transcript = Transcript(Chords(settings: settings))
    let bytes =
      hex("c77c2a0200000003ff020101ff012c01") + hex("c77c2b0200000003ff020101ff012c01")
    _ = transcript.play(
      "0 begin\n1300 < UNO-R3\\r\\n\n2000 < $packets",
      bytes: ["$packets": bytes]
    )
    let values = transcript.step.frames.values
    #expect(values.count == 12)
    for (value, expected) in zip(values, expected) {
      #expect(abs(Double(value) - expected) <= abs(expected) * 1e-6)
    }
    let channels = transcript.dialogue.account.channels
    #expect(channels.map(\.name) == ["A0", "A1", "A2", "A3", "A4", "A5"])
    #expect(channels.allSatisfy { $0.unit == unit })
    #expect(transcript.dialogue.account.model == "UNO-R3")
  }

  @Test func `A wrap, a stray byte, two packets lost and one cut short`() {
    var dialogue = SampleStream.chords.open()
    var step = DialogueStep()
    let bytes = hex(
      """
      554e4f2d52330d0ac77cfe02000200020002000200020001c77cff0201020102010201020102\
      0101c77c0002020202020202020202020201c7007cc77c0302030203020302030203020301c77c0402040204\
      0204c77c0602050205020502050205020501
      """
    )
    dialogue.receive(bytes.span, at: SampleStream.start, into: &step)
    let first = stride(from: 0, to: step.frames.values.count, by: 6).map { step.frames.values[$0] }
    #expect(first == [0, 1, 2, 3, 5])
    #expect(step.frames.losses.map(\.count) == [2, 2])
    #expect(step.frames.losses.map(\.frame) == [3, 4])
    #expect(step.notices == [.skipped(bytes: 3), .skipped(bytes: 9)])
  }
}
