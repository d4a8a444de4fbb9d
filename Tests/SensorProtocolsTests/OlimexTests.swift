import CrampModel
import SensorProtocols
import Testing

struct OlimexTests {
  private static let packets = hex(
    "a55a02010000002500f7018301b001ff01 a55a0202020002a602ee0340038403ff01 a55a02"
  )

  @Test(arguments: [
    (
      57_600,
      """
      0 begin
      0 baud 57600
      500 < $packets
      500 = streaming
      9000 .
      9000 end
      """
    ),
    (  // one packet is no proof
      57_600,
      """
      0 begin
      0 baud 57600
      500 < \\xa5\\x5a\\x02\\x01\\x00
      3000 = ask for packets: no answer
      9000 < $packets
      9000 .
      """
    ),
    (  // a stall, and all again
      115_200,
      """
      0 begin
      0 baud 115200
      500 < $packets
      500 = streaming
      5000 begin
      5000 baud 115200
      5000 = opening
      8000 = ask for packets: no answer
      9000 begin
      9000 baud 115200
      9000 = opening
      9100 < $packets
      9100 = streaming
      """
    ),
  ])
  func `Conversations`(baud: Int, script: String) {
    var settings = DriverSettings()
    settings.baud = baud == 57_600 ? nil : baud
    var transcript = Transcript(Olimex(settings: settings))
    #expect(transcript.play(script, bytes: ["$packets": Self.packets]) == trimmed(script))
  }

  @Test(arguments: [
    (nil, SignalUnit.count, [-512.0, -475, -265, -125, -80, -1, 0, 166, 238, 320, 388, 511]),
    (
      1.0, .microvolt,
      [
        -2_500_000, -2_319_335.94, -1_293_945.31, -610_351.563, -390_625, -4_882.8125, 0,
        810_546.875, 1_162_109.38, 1_562_500, 1_894_531.25, 2_495_117.19,
      ]
    ),
  ])
  func `Codes around the middle, or microvolts`(
    gain: Double?,
    unit: SignalUnit,
    expected: [Double]
  ) {
    var settings = DriverSettings()
    settings.gain = gain
    var transcript = Transcript(Olimex(settings: settings))
    _ = transcript.play("0 begin\n1 < $packets", bytes: ["$packets": Self.packets])
    #expect(transcript.step.frames.values.count == 12)
    for (value, expected) in zip(transcript.step.frames.values, expected) {
      #expect(abs(Double(value) - expected) <= abs(expected) * 1e-6)
    }
    #expect(transcript.dialogue.account.channels.allSatisfy { $0.unit == unit })
    #expect(transcript.dialogue.account.channels.map(\.rate).first == Hertz(256))
  }
}
