import CrampModel
import EventStream
import TerminalScreen
import Testing

@testable import crampctl

/// What `crampctl monitor` shows, as drawings.
struct MonitorPictureTests {
  /// A cramp of a calf that has begun, in a practice.
  private static func cramp(glyphs: Glyphs = .unicode) -> MonitorStage {
    var stage = MonitorStage(glyphs: glyphs)
    let session =
      #","session":{"session":"x","name":"calves","kind":"practice","#
      + #""since":"2026-11-21T02:50:00Z"}"#
    stage.connect(["left-calf", "left-foot"], more: session)
    stage.play("........................", on: ["left-calf", "left-foot"])
    stage.play("--####!!!!!!!!", on: ["left-calf"])
    stage.tell(
      .crampOnset,
      channel: "left-calf",
      late: 6,
      [EventDetail(.rmsMicrovolts, .number(85)), EventDetail(.restRatio, .number(21))]
    )
    stage.play("CCCCCCCCCC", on: ["left-calf"])
    return stage
  }

  @Test func `A cramp fills a screen of the usual size`() {
    let drawing = """
      live  practice calves 1:45  crampd 0.1.0  openbci-cyton:DQ007XYZ        02:51:45
      1 left-calf  CRAMP since 0:11     85.0 µV  tone 4.10 µV  good signal
                                                        ▂▂▂▂▂▂▂▂▆▆▆▆▆▆▆▆▆▆
                                                    ▃▃▃▃██████████████████
                                                    ██████████████████████
                                                    ██████████████████████
      ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▁▁██████████████████████ on 8.00
      ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃████████████████████████ off/rest
                          ██████████████████████████████████████CCCCCCCCCC
      2 left-foot  OLD, 0:12 ago      (4.10 µV)  gastrocnemius medialis



      ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ on 8.00
      ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ off 5.40
      ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ rest 4.00
                          ████████████████████████
      ─ 34.0 s ago ────────────────────────────────────────────────── now ────────────
      02:51:34 cramp.onset          left-calf        85 µV, 21 × rest




      q quit  m mark  space freeze  + - time  1-9 zoom  ? help
      """
    #expect(Self.cramp().drawn(80, 24) == drawing)
  }

  @Test func `The smallest screen says what matters`() {
    let drawing = """
      live  practice calves 1:45      02:51:45
      1 left-calf CRAMP since 0:11   85.0 µV
                        ▅▅▅▅▇▇▇▇▇▇▇▇██████████
      ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▅▅████████████CCCCCCCCCC
      2 left-foot OLD, 0:12 ago (4.10 µV)

      ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
      ─ 20.0 s ago ────────────────────── now
      02:51:34 cramp.onset     left-calf    8…
      q quit  m mark  ? help
      """
    #expect(Self.cramp().drawn(40, 10) == drawing)
  }

  @Test func `Without characters beyond ASCII it says the same`() {
    let drawing = """
      live  practice calves 1:45  openbci-cyton:DQ007XYZ  02:51:45
      1 left-calf  CRAMP since 0:11     85.0 uV  tone 4.10 uV
                                ....::::::::##########
      --------------------------###################### on 8.00
      ::::::::::::::::::::::::##############CCCCCCCCCC off/rest
      2 left-foot  OLD, 0:12 ago      (4.10 uV)

      ------------------------------------------------ on 8.00
      ########################------------------------ off/rest
      - 24.0 s ago ------------------------------ now ------------
      02:51:34 cramp.onset     left-calf    85 uV, 21 x rest


      q quit  m mark  space freeze  + - time  1-9 zoom  ? help
      """
    #expect(Self.cramp(glyphs: .ascii).drawn(60, 14) == drawing)
    #expect(Self.cramp(glyphs: .ascii).drawn(200, 60).utf8.allSatisfy { $0 < 127 })
  }

  @Test(arguments: [(80, 24), (200, 60), (40, 10), (39, 9), (1, 1), (0, 0), (600, 12), (41, 200)])
  func `Nothing leaves a screen, whatever its size`(width: Int, height: Int) {
    for stage in [MonitorStage(), Self.cramp()] {
      for keys in ["", "2", "?", "m", " "] {
        var stage = stage
        stage.type(keys)
        let grid = MonitorDrawing(stage.picture, width: width, height: height, at: stage.now).grid
        #expect(grid.width == width && grid.height == height)
        let lines = (0..<height).map { grid.text(of: $0) }
        #expect(lines.allSatisfy { CellText.width($0) <= width })
      }
    }
  }

  @Test func `A wide and high screen shows events, muscle and tone too`() {
    let text = Self.cramp().drawn(200, 60)
    for word in ["gastrocnemius medialis", "tone 4.10 µV", "cramp.onset", "85 µV, 21 × rest"] {
      #expect(text.contains(word), "\(word)")
    }
    #expect(text.split(separator: "\n").contains { $0.hasSuffix("02:51:45") })
  }

  @Test(arguments: [
    ("", "no data"), (".", "rest"), ("-", "contraction"), ("!", "cramp suspected"),
    ("C", "CRAMP"), ("c", "CRAMP easing"), ("?", "not judged: lead-off"),
    (".       ", "OLD, 0:03 ago"),
  ])
  func `What the muscle does is said in words`(signals: String, words: String) {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.play(signals, on: ["calf"])
    let row = stage.drawn(80, 24).split(separator: "\n")[1]
    #expect(row.hasPrefix("1 calf    \(words) "), "\(row)")
  }

  @Test func `A cramp lasts from its onset on the clock of the samples`() {
    var stage = Self.cramp()
    #expect(stage.drawn(80, 24).contains("CRAMP since 0:11"))
    stage.play("CC", on: ["left-calf"])
    #expect(stage.drawn(80, 24).contains("CRAMP since 0:12"))
    stage.tell(.crampRelease, channel: "left-calf", [])
    stage.play(".", on: ["left-calf"])
    #expect(!stage.drawn(80, 24).contains("since"))
  }

  @Test func `What is old is shown as old as soon as the connection is lost`() {
    var stage = Self.cramp()
    stage.picture.take(
      .disconnected(cause: "the connection was closed", retry: .seconds(1)),
      at: stage.now
    )
    stage.wait(2)
    let text = stage.drawn(80, 24)
    #expect(text.hasPrefix("NO CONNECTION 0:02"))
    #expect(text.contains("what you see is old: the connection was closed; trying again"))
    #expect(text.contains("1 left-calf  CRAMP? OLD, 0:02 ago"))
    #expect(text.contains("(85.0 µV)"))
    stage.connect(["left-calf", "left-foot"])
    stage.play(".", on: ["left-calf"])
    #expect(stage.drawn(80, 24).hasPrefix("live"))
    #expect(!stage.drawn(80, 24).contains("CRAMP?"))
  }

  @Test func `A daemon that says nothing is not shown as live`() {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.play("....", on: ["calf"])
    stage.wait(2.9)
    #expect(stage.drawn(80, 24).hasPrefix("live"))
    stage.wait(2)
    #expect(stage.drawn(80, 24).hasPrefix("NOTHING HEARD 0:04"))
    stage.play(".", on: ["calf"])
    #expect(stage.drawn(80, 24).hasPrefix("live"))
  }

  @Test func `Tone is of the last minute, or unknown`() {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.play("........................", on: ["calf"])
    stage.play(String(repeating: "?", count: 90), on: ["calf"])
    #expect(stage.drawn(80, 24).contains("tone 4.10"))
    stage.play(String(repeating: "?", count: 30), on: ["calf"])
    #expect(stage.drawn(80, 24).contains("tone unknown"))
  }

  @Test func `Summaries are not listed, cramps are`() {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.tell(.crampOnset, channel: "calf", [])
    stage.tell(.tone, channel: "calf", [])
    stage.tell(.sessionChannel, channel: "calf", [])
    #expect(stage.picture.events.count == 1)
    let tone = CrampEvent(id: EventID(high: 1, low: 1), type: .tone, time: .epoch, detected: .epoch)
    stage.picture.take(history: #"{"events":[\#(tone.json())]}"#)
    #expect(stage.picture.events.count == 1)
    #expect(MonitorFeed.past.contains("cramp.onset") && !MonitorFeed.past.contains(#""tone""#))
  }

  @Test func `A note that waited too long is not marked, and that is said`() async {
    let board = MonitorBoard(MonitorStage().picture)
    let feed = MonitorFeed(daemon: Daemon(path: "/nowhere"), board: board)
    let (notes, entry) = AsyncStream.makeStream(of: MonitorNote.self)
    entry.yield(MonitorNote(text: "late", time: .now - .seconds(3)))
    entry.finish()
    await feed.mark(notes)
    let notice = board.change { picture, _ in picture.view.notice?.text }
    #expect(notice == "not marked, the daemon was too slow: late")
  }

  @Test func `A sensor that gives no samples is named with its reason`() {
    var stage = MonitorStage()
    let json = """
      {"seq":0,"sensors":[{"sensor":"cyton:1","state":"detached","message":"unplugged"}],\
      "channels":[],"episodes":[]}
      """
    stage.picture.take(.snapshot(seq: 0, json: json), at: stage.now)
    #expect(stage.drawn(80, 24).contains("cyton:1 gives no samples (detached): unplugged"))
  }

  @Test func `Tone is compared with what is usual for this person`() {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.play("........................", on: ["calf"])
    stage.tell(.toneRaised, channel: "calf", [EventDetail(.usualMicrovolts, .number(2))])
    #expect(stage.drawn(80, 24).contains("tone 4.10 µV (2.1 × usual)"))
  }

  @Test func `A session has a name and a clock, until it ends`() {
    var stage = MonitorStage()
    stage.connect(["calf"])
    stage.tell(
      .sessionStarted,
      channel: nil,
      [EventDetail(.name, .text("calves")), EventDetail(.kind, .text("practice"))]
    )
    stage.play(String(repeating: ".", count: 166), on: ["calf"])
    #expect(stage.drawn(80, 24).hasPrefix("live  practice calves 1:23  "))
    stage.tell(.sessionEnded, channel: nil, [])
    #expect(!stage.drawn(80, 24).prefix(80).contains("calves"))
  }

  @Test func `Names and notes cannot break the screen`() {
    var stage = MonitorStage()
    let name = #"\u001b[2J左calf\u202e\u0301\u0301\u0301\u0301\u0301\n"#
    stage.connect([name])
    stage.tell(.marker, channel: nil, [EventDetail(.text, .text("\u{1B}]0;x\u{7}足👨‍👩‍👧"))])
    let text = stage.drawn(80, 24)
    #expect(text.contains("1 ?[2J左cal"))
    let allowed = text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || (scalar.value >= 32 && scalar.properties.generalCategory != .format)
    }
    #expect(allowed)
    #expect(text.unicodeScalars.count { $0 == "\u{301}" } <= 2 * CellText.mostMarks)
  }

  @Test func `What comes without end costs bounded memory`() {
    var stage = MonitorStage()
    stage.connect((0..<100).map { "channel-\($0)" })
    for number in 0..<300 {
      stage.tell(.marker, channel: nil, [EventDetail(.text, .text("note \(number)"))])
    }
    stage.picture.take(.signal(json: "{}"), at: stage.now)
    stage.picture.take(.snapshot(seq: 1, json: "[]"), at: stage.now)
    #expect(stage.picture.channels.count == MonitorPicture.mostChannels)
    #expect(stage.picture.events.count == MonitorPicture.mostEvents)
  }
}
