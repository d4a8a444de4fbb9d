import EventStream
import TerminalScreen
import Testing

@testable import crampctl

/// What keys do to the picture of `crampctl monitor`.
struct MonitorKeysTests {
  private static func stage(channels count: Int) -> MonitorStage {
    var stage = MonitorStage()
    let names = (1...count).map { "muscle-\($0)" }
    stage.connect(names)
    stage.play("....", on: names)
    return stage
  }

  /// The numbers of the channels on the screen.
  private static func shown(_ stage: MonitorStage, height: Int = 24) -> [Int] {
    let drawing = MonitorDrawing(stage.picture, width: 80, height: height, at: stage.now)
    return drawing.layout.channels.map { $0.index + 1 }
  }

  /// The rows between the words of the only channel and the rule.
  private static func envelope(_ stage: MonitorStage) -> [Substring] {
    Array(stage.drawn(80, 24).split(separator: "\n").dropFirst(2).prefix { !$0.hasPrefix("─") })
  }

  @Test func `Eight channels fit a screen of the usual size`() {
    #expect(Self.shown(Self.stage(channels: 8)) == Array(1...8))
  }

  @Test(
    arguments: [
      ([], [1, 2, 3]),
      ([.down], [2, 3, 4]),
      ([.pageDown], [4, 5, 6]),
      ([.pageDown, .pageDown, .pageDown], [6, 7, 8]),
      ([.down, .down, .up], [2, 3, 4]),
      ([.pageDown, .pageUp, .up], [1, 2, 3]),
      ([.character("4")], [4]),
      ([.character("4"), .down], [5]),
      ([.character("4"), .character("4")], [1, 2, 3]),
      ([.character("4"), .character("0")], [1, 2, 3]),
      ([.character("4"), .escape], [1, 2, 3]),
      ([.character("9")], [1, 2, 3]),
    ] as [([TerminalKey], [Int])]
  )
  func `Keys move and zoom where there is no room for all`(keys: [TerminalKey], numbers: [Int]) {
    var stage = Self.stage(channels: 8)
    for key in keys { stage.press(key, on: 10) }
    #expect(Self.shown(stage, height: 10) == numbers)
  }

  @Test func `A zoom stays with its channel when the channels come in another order`() {
    var stage = Self.stage(channels: 3)
    stage.type("2")
    stage.connect(["muscle-9", "muscle-3", "muscle-2"])
    #expect(stage.drawn(80, 24).contains("3 muscle-2"))
  }

  @Test(
    arguments: [
      ("q", MonitorWish.quit), ("?q", .quit), ("mq", nil), ("x", nil), ("m", nil),
    ] as [(String, MonitorWish?)]
  )
  func `The letter q quits, but not within a note`(keys: String, wish: MonitorWish?) {
    var stage = Self.stage(channels: 1)
    #expect(stage.type(keys) == wish)
  }

  @Test func `A note is written, mended and sent`() {
    var stage = Self.stage(channels: 1)
    stage.type("mcalf ä漢x")
    #expect(stage.drawn(80, 24).hasSuffix("mark: calf ä漢x"))
    stage.press(.erase)
    #expect(stage.press(.enter) == .mark("calf ä漢"))
    stage.type("m  ")
    #expect(stage.press(.enter) == nil, "a blank note is none")
    stage.type("mx")
    #expect(stage.press(.escape) == nil)
    #expect(stage.picture.view.entry == nil)
  }

  @Test func `A long note shows its end, and takes no more than fits an event`() {
    var stage = Self.stage(channels: 1)
    stage.type("m" + String(repeating: "a", count: 600) + "b")
    #expect(stage.picture.view.entry?.count == MonitorView.longestEntry)
    let drawing = MonitorDrawing(stage.picture, width: 40, height: 10, at: stage.now)
    #expect(drawing.cursor?.column == 39)
  }

  @Test func `Envelopes stand still while words go on`() {
    var stage = Self.stage(channels: 1)
    stage.type("+")
    let before = Self.envelope(stage)
    stage.type(" ")
    stage.play(String(repeating: "C", count: 1_500), on: ["muscle-1"])
    let text = stage.drawn(80, 24)
    #expect(Self.envelope(stage) == before && before.count > 5)
    #expect(text.contains("CRAMP"))
    #expect(text.contains("FROZEN 12 min 30 s ago"))
    stage.type(" ")
    #expect(stage.drawn(80, 24).contains("CCCCCC"))
  }

  @Test func `No more readings are asked for than are shown`() {
    var stage = Self.stage(channels: 1)
    #expect(stage.picture.signalRate == 2)
    #expect(stage.picture.isServed)
    stage.type("++++++")
    #expect(stage.picture.signalRate == 8)
    #expect(!stage.picture.isServed)
    stage.type("--------------")
    #expect(stage.picture.signalRate == 1)
  }
}
