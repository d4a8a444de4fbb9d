import CrampModel
import SensorProtocols
import Testing

struct BITalinoTests {
  private static func settings(_ channels: Int? = nil, rate: Double? = nil) -> DriverSettings {
    var settings = DriverSettings()
    settings.channelCount = channels
    settings.rate = rate.map { Hertz($0) }
    return settings
  }

  @Test(arguments: [
    (
      settings(),
      """
      0 begin
      0 baud 115200
      0 > \\x00
      100 > \\x07
      150 < BITalino_v5.2\\n
      150 > \\xc3
      250 > \\xfd
      250 = streaming
      9000 .
      9000 end
      9000 > \\x00
      """
    ),
    (  // one channel at 100 Hz; the answer is in pieces and behind a frame's tail
      settings(1, rate: 100),
      """
      0 begin
      0 baud 115200
      0 > \\x00
      50 < \\x00\\xa8\\x02\\x00
      100 > \\x07
      150 < \\x00\\xa8\\x0aBITal
      151 < ino_v5.2\\n
      151 > \\x83
      251 > \\x05
      251 = streaming
      """
    ),
    (  // the second try
      settings(4, rate: 10),
      """
      0 begin
      0 baud 115200
      0 > \\x00
      100 > \\x07
      1100 > \\x00
      1200 > \\x07
      1300 < BITalino_v5.1\\n
      1300 > C
      1400 > =
      1400 = streaming
      3000 begin
      3000 baud 115200
      3000 > \\x00
      3000 = opening
      """
    ),
    (
      settings(),
      """
      0 begin
      0 baud 115200
      0 > \\x00
      100 > \\x07
      500 < Marlin 2.1\\n
      1100 > \\x00
      1200 > \\x07
      2200 > \\x00
      2300 > \\x07
      3300 = ask its version: no answer
      9000 .
      """
    ),
    (
      settings(7),
      """
      0 begin
      0 = its settings do not fit: there are 1 to 6 channels
      """
    ),
    (
      settings(6, rate: 500),
      """
      0 begin
      0 = its settings do not fit: the rate must be 1, 10, 100 or 1000 Hz
      """
    ),
  ])
  func `Conversations`(settings: DriverSettings, script: String) {
    var transcript = Transcript(BITalino(settings: settings))
    #expect(transcript.play(script) == trimmed(script))
  }

  @Test(arguments: [
    (1, [512], [0.0]),
    (2, [1_023, 1], [1_632.089, -1_632.089]),
    (4, [0, 1_023, 511, 700], [-1_635.282, 1_632.089, -3.193911, 600.4553]),
    (6, [512, 600, 700, 800, 32, 0], [0, 281.0642, 600.4553, 919.8464, 0, -1_635.282]),
  ])
  func `Codes become microvolts at the EMG sensor's gain`(
    channels: Int,
    codes: [UInt16],
    expected: [Double]
  ) {
    var transcript = Transcript(BITalino(settings: Self.settings(channels)))
    let bytes = (0..<4).flatMap { BITalinoFrame(sequence: $0, codes: codes).encoded() }
    _ = transcript.play(
      "0 begin\n150 < BITalino_v5.2\\n\n300 < $frames",
      bytes: ["$frames": bytes]
    )
    #expect(transcript.step.frames.values.count == 4 * channels)
    for (value, expected) in zip(transcript.step.frames.values, expected) {
      #expect(abs(Double(value) - expected) <= abs(expected) * 1e-6)
    }
    let account = transcript.dialogue.account
    #expect(account.model == "BITalino")
    #expect(account.firmware == "5.2")
    #expect(account.channels.map(\.name) == (1...channels).map { "A\($0)" })
    #expect(account.channels.allSatisfy { $0.unit == .microvolt && $0.rate == Hertz(1_000) })
  }

  @Test(arguments: 0..<8)
  func `A frame with a wrong checksum is dropped, counted and told`(offset: Int) {
    let stream = SampleStream.bitalino
    var bytes = (0..<16).flatMap { stream.packet($0) }
    bytes[8 * 8 + offset] ^= 0x10
    var dialogue = stream.open()
    var step = DialogueStep()
    dialogue.receive(bytes.span, at: SampleStream.start, into: &step)
    #expect(step.frames.values.count == 15 * 6)
    #expect(step.frames.losses == [SampleFrames.Loss(frame: 8, count: 1)])
    #expect(step.notices == [.skipped(bytes: 8), .checksum])
  }

  @Test func `A frame whose checksum fits but whose number does not is none`() {
    let stream = SampleStream.bitalino
    var bytes = (0..<16).flatMap { stream.packet($0) }
    let odd = BITalinoFrame(sequence: 3, codes: [1, 2, 3, 4, 5, 6]).encoded()
    bytes.replaceSubrange(64..<72, with: odd)
    var dialogue = stream.open()
    var step = DialogueStep()
    dialogue.receive(bytes.span, at: SampleStream.start, into: &step)
    #expect(step.frames.values.count == 15 * 6)
    #expect(step.frames.losses == [SampleFrames.Loss(frame: 8, count: 1)])
  }
}
