import CrampModel
import Testing

@testable import crampctl

struct AlertGateTests {
  private static func event(confidence: Double? = nil) -> CrampEvent {
    CrampEvent(
      id: EventID(high: 1, low: 1),
      type: .crampOnset,
      time: .epoch,
      detected: .epoch,
      details: [confidence.map { EventDetail(.confidence, .number($0)) }].compactMap(\.self)
    )
  }

  /// Each column is ten minutes, from 21:00 on; # is an event.
  ///
  /// R the command is run, q it is a quiet hour, m there were too many.
  @Test(
    arguments: [
      (nil, [], "##########", "RRRRRRRRRR"),
      ("1/10m", [], "##########", "RRRRRRRRRR"),
      ("1/30m", [], "###.######", "Rmm.RmmRmm"),
      ("2/1h", [], "##########", "RRmmmmRRmm"),
      (nil, ["21:30-22:10"], "##########", "RRRqqqqRRR"),
      (nil, ["21:30-22:00", "22:20-24:00"], "##########", "RRRqqqRRqq"),
      (nil, ["22:00-21:10"], "##########", "qRRRRRqqqq"),
      // What a quiet hour holds back does not count for the limit.
      ("1/2h", ["21:00-22:00"], "##########", "qqqqqqRmmm"),
    ] as [(String?, [String], String, String)]
  )
  func `A person's terms decide which events a command is run for`(
    limit: String?,
    quiet: [String],
    events: String,
    verdicts: String
  ) throws {
    var gate = AlertGate(
      limit: limit.flatMap(RateLimit.init(argument:)),
      quiet: quiet.compactMap(QuietHours.init(argument:))
    )
    var drawn = ""
    var heldBack = 0
    for (column, letter) in events.enumerated() {
      guard letter == "#" else {
        drawn.append(letter)
        continue
      }
      let minutes = 10 * column
      let minute = (21 * 60 + minutes) % 1_440
      switch gate.judge(Self.event(), at: 60 * Double(minutes), minute: minute) {
      case .run(let suppressed):
        drawn.append("R")
        #expect(suppressed == heldBack, "column \(column)")
        heldBack = 0
      case .quiet:
        drawn.append("q")
        heldBack += 1
      case .tooMany:
        drawn.append("m")
        heldBack += 1
      case .unsure: drawn.append("u")
      }
    }
    #expect(drawn == verdicts)
    #expect(gate.suppressed == heldBack)
  }

  @Test(
    arguments: [
      (0.79, .unsure), (0.8, .run(suppressed: 3)), (nil, .run(suppressed: 3)),
    ] as [(Double?, AlertGate.Verdict)]
  )
  func `What is not sure enough is left out, and not counted`(
    confidence: Double?,
    verdict: AlertGate.Verdict
  ) {
    var gate = AlertGate(leastConfidence: 0.8, suppressed: 3)
    #expect(gate.judge(Self.event(confidence: confidence), at: 0, minute: 0) == verdict)
  }

  @Test(arguments: [
    "", "22-7", "22:00", "22:00-22:00", "25:00-07:00", "22:60-07:00", "22:00-07:00-08:00",
    "-1:00-07:00", "22:0-07:00", "a:bb-c:dd", "00:00-24:00",
  ])
  func `What are no hours of the day is refused`(text: String) {
    #expect(QuietHours(argument: text) == nil)
  }

  @Test(arguments: [
    "", "1", "1/", "0/10m", "x/10m", "1/0s", "1/10y", "1/10m/2", "-1/10m", "1/nan", "1/1000d",
  ])
  func `What is no rate is refused`(text: String) {
    #expect(RateLimit(argument: text) == nil)
  }

  @Test(arguments: [("30s", 30.0), ("10m", 600), ("2h", 7_200), ("h", 3_600), ("1.5", 1.5)])
  func `A length of time is read`(text: String, seconds: Double) {
    #expect(LengthArgument(argument: text)?.seconds == seconds)
  }

  @Test func `The environment has each member once, and nothing of another event`() {
    let event = CrampEvent(
      seq: 7,
      id: EventID(high: 1, low: 1),
      type: .marker,
      time: .epoch,
      detected: .epoch,
      details: [
        EventDetail(.text, .text("nul \0 byte\nand line")),
        EventDetail(.channels, .texts(["a", "b c"])), EventDetail(.degraded, .flag(true)),
      ]
    )
    let variables = AlertEnvironment.variables(of: event, suppressed: 2)
    #expect(variables["CRAMP_SEQ"] == "7")
    #expect(variables["CRAMP_TEXT"] == "nul   byte\nand line")
    #expect(variables["CRAMP_CHANNELS"] == "a,b c")
    #expect(variables["CRAMP_DEGRADED"] == "true")
    #expect(variables["CRAMP_SUPPRESSED"] == "2")
    let own = ["PATH": "/bin", "CRAMP_EPISODE": "old", "CRAMPD_SOCKET": "/s", "CRAMP_SEQ": "1"]
    let merged = AlertEnvironment.merged(variables, with: own)
    #expect(merged["PATH"] == "/bin")
    #expect(merged["CRAMPD_SOCKET"] == "/s")
    #expect(merged["CRAMP_EPISODE"] == nil)
    #expect(merged["CRAMP_SEQ"] == "7")
  }
}
