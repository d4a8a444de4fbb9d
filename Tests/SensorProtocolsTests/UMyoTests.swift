import CrampModel
import SensorProtocols
import Testing

struct UMyoTests {
  /// A packet whose samples are `value` above rest.
  private static func packet(_ unit: UInt32, _ counter: Int, _ value: Int16) -> [UInt8] {
    let samples = Array(repeating: 16_000 + value, count: 8)
    return UMyoPacket(
      unit: unit,
      counter: UInt8(truncatingIfNeeded: counter),
      samples: samples
    ).encoded()
  }

  private static let start: [UInt8] = [0x4F, 0xD5]
  private static let one = (0..<3).flatMap { packet(0xAB, $0, 1) } + start

  @Test(arguments: [
    """
    0 begin
    0 baud 921600
    500 < $one
    2500 = streaming
    9000 .
    9000 end
    """,
    """
    0 begin
    0 baud 921600
    500 < \\x4f\\xd5\\x00
    3000 = ask for packets: no answer
    9000 < $one
    9500 begin
    9500 baud 921600
    9500 = opening
    9600 < $one
    11600 = streaming
    """,
  ])
  func `Conversations`(script: String) {
    var transcript = Transcript(UMyo(settings: DriverSettings()))
    #expect(transcript.play(script, bytes: ["$one": Self.one]) == trimmed(script))
  }

  /// What comes of packets of several units, one a letter.
  ///
  /// `a` is a packet of the first unit, `A` one of it that is lost, and so on. A pace above 1 is
  /// slower than nominal.
  private func play(
    units: Int,
    pace: Double = 1,
    _ packets: String
  ) -> (frames: SampleFrames, notices: [SensorNotice]) {
    var dialogue = UMyo(settings: DriverSettings())
    var step = DialogueStep()
    dialogue.begin(at: .zero, into: &step)
    var bytes: [UInt8] = []
    for counter in 0..<3 {
      for unit in (0..<units).reversed() {
        bytes += Self.packet(UInt32(0xA0 + unit), counter, 0)
      }
    }
    dialogue.receive((bytes + [0, 0]).span, at: .seconds(1), into: &step)
    dialogue.advance(to: .seconds(3), into: &step)
    #expect(dialogue.phase == .streaming)
    step.removeAll()
    var counters = Array(repeating: 0, count: 26)
    var time = Duration.seconds(3)
    for letter in packets.utf8 {
      let unit = Int(letter | 0x20) - 0x61
      if letter & 0x20 != 0 {
        let packet = Self.packet(UInt32(0xA0 + unit), counters[unit], Int16(counters[unit]))
        dialogue.receive(packet.span, at: time, into: &step)
      }
      counters[unit] += 1
      time += .seconds(pace * 8.0 / 1_133 / Double(units))
    }
    dialogue.receive(Self.start.span, at: time, into: &step)
    return (step.frames, step.notices)
  }

  /// One column a packet's length of frames: what each unit's value is, `-` for NaN, or a loss.
  private func draw(_ frames: SampleFrames, units: Int) -> String {
    var columns: [String] = []
    for frame in stride(from: 0, to: frames.values.count / units, by: 8) {
      for loss in frames.losses where loss.frame == frame { columns.append("(\(loss.count))") }
      columns.append(
        frames.values[(frame * units)..<((frame + 1) * units)]
          .map { $0.isNaN ? "-" : String(Int($0)) }.joined()
      )
    }
    return columns.joined(separator: " ")
  }

  @Test(arguments: [
    (1, "aaaa", "0 1 2 3"),
    (1, "aaAAaa", "0 1 (16) 4 5"),
    (2, "abababab", "00 11 22 33"),
    (2, "baabbaab", "00 11 22 33"),
    (2, "ababaBabab", "00 11 2- 33 44"),
    (2, "ababABABabab", "00 11 (16) 44 55"),
    (2, "ababAbaBabab", "00 11 -2 3- 44 55"),
    (3, "abcbcacabaBcabc", "000 111 222 3-3 444"),
  ])
  func `Units are laid side by side`(units: Int, packets: String, drawing: String) {
    #expect(draw(play(units: units, packets).frames, units: units) == drawing)
  }

  @Test func `A unit that goes away becomes NaN, and is back in its place`() {
    let away = String(repeating: "aB", count: 40)
    let frames = play(units: 2, "abab" + away + "abab").frames
    let expected =
      ["00", "11"] + (2..<42).map { "\($0)-" } + ["4242", "4343"]
    #expect(draw(frames, units: 2) == expected.joined(separator: " "))
    #expect(frames.losses.isEmpty)
  }

  @Test(arguments: [0.98, 1, 1.02])
  func `A unit that was away for longer than its counter is back beside the others`(
    pace: Double
  ) {
    let away = String(repeating: "aB", count: 9_000)
    let frames = play(units: 2, pace: pace, "abab" + away + "abab").frames
    #expect(frames.losses.isEmpty)
    #expect(abs(frames.values.count / 16 - 9_004) <= 16)
    #expect(frames.values.last?.isNaN == false)
  }

  @Test func `Channels are the units in the order of their numbers`() {
    var settings = DriverSettings()
    settings.channels[2, default: .init()].name = "calf"
    let script = "0 begin\n10 < $units\n2100 ."
    var transcript = Transcript(UMyo(settings: settings))
    let bytes = (0..<2).flatMap { Self.packet(0xFFFF_0001, $0, 0) + Self.packet(0x1, $0, 0) }
    _ = transcript.play(script, bytes: ["$units": bytes + Self.start])
    let account = transcript.dialogue.account
    #expect(account.model == "uMyo")
    #expect(account.channels.map(\.name) == ["00000001", "calf"])
    #expect(account.channels.allSatisfy { $0.unit == .count && $0.rate == Hertz(1_133) })
  }

  @Test func `Gathering ends when as many units as are wanted are there`() {
    var settings = DriverSettings()
    settings.channelCount = 1
    let script = """
      0 begin
      0 baud 921600
      500 < $one
      500 = streaming
      """
    var transcript = Transcript(UMyo(settings: settings))
    #expect(transcript.play(script, bytes: ["$one": Self.one]) == trimmed(script))
  }

  @Test func `A unit that comes later is told once`() {
    let played = play(units: 1, "aabbacaab")
    #expect(draw(played.frames, units: 1) == "0 1 2 3 4")
    let texts = played.notices.filter { if case .text = $0 { true } else { false } }
    #expect(
      texts == [
        .text("unit 000000a1 is not among the channels"),
        .text("unit 000000a2 is not among the channels"),
      ]
    )
  }
}
