import CrampModel
import SensorProtocols
import Testing

struct TextLinesTests {
  private func settings(rate: Double? = nil, columns: [Int] = []) -> DriverSettings {
    var settings = DriverSettings()
    settings.rate = rate.map { Hertz($0) }
    for column in columns { settings.channels[column] = DriverSettings.Channel() }
    return settings
  }

  /// Feeds one line at a time, evenly.
  private func feed(
    _ talk: inout Talk<TextLines>,
    _ lines: [String],
    rate: Double,
    from start: Double = 0
  ) {
    for (index, line) in lines.enumerated() {
      talk.hear(Array((line + "\r\n").utf8), at: .seconds(start + Double(index) / rate))
    }
  }

  @Test(
    arguments: [
      ("512", 20, ["column 1"], [SignalUnit.arbitrary], [Modality.envelope], [512]),
      ("2.50", 500, ["column 1"], [.arbitrary], [.envelope], [2.5]),
      (
        "emg:510,env:23", 50, ["emg", "env"], [.arbitrary, .arbitrary], [.envelope, .envelope],
        [510, 23]
      ),
      ("0.1234,kg,", 10, ["column 1"], [.kilogramForce], [.force], [0.1234]),
      ("10 lbs", 80, ["column 1"], [.kilogramForce], [.force], [4.5359237]),
      ("1.5 mV", 100, ["column 1"], [.microvolt], [.envelope], [1500]),
      (
        "one reading:\t123.4\t| average:\t123.2", 10, ["one reading", "average"],
        [.arbitrary, .arbitrary], [.envelope, .envelope], [123.4, 123.2]
      ),
      ("a:1,a:2", 10, ["a", "a 2"], [.arbitrary, .arbitrary], [.envelope, .envelope], [1, 2]),
    ] as [(String, Double, [String], [SignalUnit], [Modality], [Float])]
  )
  func `Lines are measured for five seconds, then followed`(
    text: String,
    rate: Double,
    names: [String],
    units: [SignalUnit],
    modalities: [Modality],
    frame: [Float]
  ) {
    var talk = Talk(TextLines(settings: settings()))
    let banner = ["ail of a line 3", "", "MyoWare Example_01_analogRead_SINGLE", "factor 7 8 9 10"]
    feed(&talk, banner + Array(repeating: text, count: Int(rate * 5)), rate: rate)
    #expect(talk.dialogue.phase == .opening)
    feed(&talk, Array(repeating: text, count: Int(rate)), rate: rate, from: 5.2 + 4 / rate)
    #expect(talk.dialogue.phase == .streaming)
    let channels = talk.dialogue.account.channels
    #expect(channels.map(\.name) == names)
    #expect(channels.map(\.unit) == units)
    #expect(channels.map(\.modality) == modalities)
    #expect(channels.allSatisfy { abs($0.rate.value / rate - 1) < 0.05 })
    #expect(talk.frames.count > Int(rate / 2))
    #expect(talk.frames.allSatisfy { $0 == frame })
    talk.end()
    #expect(talk.sent.isEmpty)
    #expect(talk.speeds == [115_200])
  }

  @Test(arguments: [(20.0, 20.0), (80, 80), (500, 500), (333.333, 333), (1_004, 1_000)])
  func `The rate is measured to three digits, in clumps too`(rate: Double, measured: Double) {
    var talk = Talk(TextLines(settings: settings()))
    var sent = 0
    for clump in 1...400 {
      let count = Int(Double(clump) * 0.016 * rate)
      let text = String(repeating: "512\r\n", count: count - sent)
      talk.hear(Array(text.utf8), at: .milliseconds(16 * clump))
      sent = count
    }
    #expect(talk.dialogue.phase == .streaming)
    let found = talk.dialogue.account.channels.first?.rate.value ?? 0
    #expect(abs(found / measured - 1) < 0.005)
    #expect(String(found).filter(\.isNumber).drop { $0 == "0" }.prefix(8).count <= 8)
  }

  @Test func `What the settings say of rate, columns, scale and unit holds`() {
    var settings = settings(rate: 80, columns: [2])
    settings.baud = 57_600
    settings.channels[2]?.name = "calf"
    settings.channels[2]?.unit = .millivolt
    settings.channels[2]?.scale = 0.5
    settings.channels[2]?.offset = 100
    settings.channels[2]?.modality = .emg
    var talk = Talk(TextLines(settings: settings))
    feed(&talk, Array(repeating: "1500,110,kg,85321,23.5,", count: 20), rate: 80)
    #expect(talk.speeds == [57_600])
    let channel = ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(80))
    #expect(talk.dialogue.account.channels == [channel])
    #expect(talk.frames.last == [5_000])
  }

  @Test(arguments: [
    ("nothing", [], "ask for lines of numbers: no answer"),
    ("words", ["hello", "world"], "text without numbers is not supported"),
    (
      "chaos", (1...60).map { String(repeating: "1 ", count: $0) },
      "text whose lines differ is not supported"
    ),
  ])
  func `What is no table is given up`(name: String, lines: [String], words: String) {
    var talk = Talk(TextLines(settings: settings()))
    feed(&talk, lines, rate: 1_000)
    var seconds = 0.0
    while case .opening = talk.dialogue.phase, let deadline = talk.dialogue.deadline {
      talk.wait(until: deadline)
      seconds = deadline / .seconds(1)
      feed(&talk, lines, rate: 1_000, from: seconds)
    }
    #expect(seconds <= 120)
    #expect(talk.speeds == [115_200, 9_600])
    guard case .failed(let error) = talk.dialogue.phase else {
      Issue.record("phase is \(talk.dialogue.phase)")
      return
    }
    #expect("\(error)" == words)
  }

  @Test func `The first line may be the tail of one and does not count`() {
    var talk = Talk(TextLines(settings: settings(rate: 10)))
    feed(&talk, Array(repeating: "512", count: 6), rate: 10)
    #expect(talk.dialogue.phase == .opening)
    feed(&talk, ["512"], rate: 10, from: 0.6)
    #expect(talk.dialogue.phase == .streaming)
  }

  @Test func `A column that is not there is a fault of the settings`() {
    var talk = Talk(TextLines(settings: settings(rate: 10, columns: [3])))
    feed(&talk, Array(repeating: "1,2", count: 20), rate: 10)
    #expect(talk.dialogue.phase == .failed(.settings(cause: "no column 3; a line has 2")))
  }

  @Test func `Labels find their column in any order`() {
    var talk = Talk(TextLines(settings: settings(rate: 10)))
    feed(&talk, Array(repeating: "a:1,b:2", count: 10), rate: 10)
    talk.frames = []
    feed(&talk, ["b:4,a:3", "a:5", "menu", "b:nan,a:6"], rate: 10, from: 1)
    #expect(talk.frames.map { $0[0] } == [3, 5, 6])
    #expect(talk.frames.map { $0[1].isNaN } == [false, true, true])
  }

  @Test func `A line of another width is lost, a banner is none`() {
    var talk = Talk(TextLines(settings: settings(rate: 10)))
    feed(&talk, Array(repeating: "1,2", count: 10), rate: 10)
    talk.frames = []
    talk.losses = [:]
    feed(&talk, ["3,4", "34", "Readings:", "5,6"], rate: 10, from: 1)
    #expect(talk.frames == [[3, 4], [5, 6]])
    #expect(talk.losses == [1: 1])
  }

  @Test func `Lines that fail to come are counted by the clock`() {
    var talk = Talk(TextLines(settings: settings(rate: 100)))
    feed(&talk, Array(repeating: "512", count: 2_000), rate: 100)
    feed(&talk, Array(repeating: "512", count: 500), rate: 100, from: 23)
    #expect(abs(talk.lost - 300) <= 3)
  }

  @Test func `A line that never ends is skipped`() {
    var talk = Talk(TextLines(settings: settings(rate: 10)))
    feed(&talk, ["", String(repeating: "9", count: 100_000), "1"], rate: 10)
    #expect(talk.notices == [.skipped(bytes: 100_001)])
  }

  @Test func `Bytes cut anywhere give the same frames`() {
    var ready = Talk(TextLines(settings: settings(rate: 10)))
    feed(&ready, Array(repeating: "a:1,b:2", count: 10), rate: 10)
    ready.frames = []
    let bytes = Array("a:3,b:4\r\nmenu\r\nb:5 kg\ta:6\r\nnan\n".utf8)
    var whole = ready
    whole.hear(bytes, at: .seconds(2))
    #expect(whole.frames == [[3, 4], [6, 5]])
    for cut in 0...bytes.count {
      var parts = ready
      parts.hear(Array(bytes[..<cut]), at: .seconds(2))
      parts.hear(Array(bytes[cut...]), at: .seconds(2))
      #expect(parts.frames == whole.frames)
    }
  }

  @Test func `It can begin again after a stall`() {
    var talk = Talk(TextLines(settings: settings(rate: 10)))
    feed(&talk, Array(repeating: "1,2", count: 10), rate: 10)
    talk.begin(at: .seconds(5))
    #expect(talk.dialogue.phase == .opening)
    #expect(talk.dialogue.account == SensorAccount())
    feed(&talk, Array(repeating: "1", count: 10), rate: 10, from: 5)
    #expect(talk.dialogue.account.channels.count == 1)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `Random bytes do no harm`(seed: UInt64) {
    let letters = Array("0123456789.,;:\t -+eEnaN|=kglbs\r\n\n\n\u{7F}é".utf8)
    var random = SplitMix64(seed: seed)
    var talk = Talk(TextLines(settings: settings(rate: seed.isMultiple(of: 2) ? 100 : nil)))
    for piece in 0..<500 {
      let bytes = (0..<(random.next() % 100)).map { _ in
        letters[Int(random.next() % UInt64(letters.count))]
      }
      talk.hear(bytes, at: .milliseconds(20 * piece))
    }
    let width = talk.dialogue.account.channels.count
    #expect(talk.frames.allSatisfy { $0.count == width })
  }
}
