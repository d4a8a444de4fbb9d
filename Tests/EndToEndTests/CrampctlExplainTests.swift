import CrampModel
import Foundation
import Recordings
import Testing

struct CrampctlExplainTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: ["txt", "svg"])
  func `An explanation is its golden, byte for byte`(ending: String) throws {
    let file = scratch.path("explained.\(ending)")
    let format = ending == "svg" ? "--explain=svg" : "--explain"
    let run = try CrampctlRun(
      ["detect", format, "-o", file, Fixture.recording("short-cramp")],
      environment: ["LC_ALL": "C.UTF-8"]
    )
    #expect(run.status == 0, "\(run.errors)")
    let golden = Fixture.root.appending(path: "Fixtures/short-cramp/explained.golden.\(ending)")
    let written = try String(contentsOfFile: file, encoding: .utf8)
    #expect(written == (try String(contentsOf: golden, encoding: .utf8)))
  }

  @Test(arguments: FixtureTests.names)
  func `Each fixture is told within 80 columns of ASCII`(name: String) throws {
    let run = try CrampctlRun(
      ["detect", "--explain", "--ascii", Fixture.recording(name)],
      environment: ["LC_ALL": "C.UTF-8"]
    )
    #expect(run.status == 0, "\(run.errors)")
    let parts = run.output.split(separator: "\nrecording.edf: ", maxSplits: 1)
    try #require(parts.count == 2, "\(run.output)")
    for line in parts[1].split(separator: "\n") {
      #expect(line.utf8.count <= 80, "\(line)")
      #expect(line.utf8.allSatisfy { $0 < 128 }, "\(line)")
    }
    for words in ["rest", "on", "off", "muscle", "at least", "time "] {
      #expect(parts[1].contains(words), "\(words) in \(parts[1])")
    }
  }

  @Test(arguments: FixtureTests.names)
  func `Each fixture is drawn in a small file that is XML`(name: String) throws {
    let recording = Fixture.recording(name)
    let run = try CrampctlRun(["detect", "--explain=svg", recording])
    #expect(run.status == 0, "\(run.errors)")
    let svg = try #require(SVGReading(run.output), "\(run.output.prefix(500))")
    let panels = try #require(svg.names["desc"])
    #expect(run.output.utf8.count < 200_000 * panels)
    #expect(svg.titles.count == panels + 1)
    #expect(Set(svg.identifiers).count == 2 * panels)
    #expect(svg.references == svg.identifiers)
    #expect(svg.classes.isSuperset(of: ["samples", "level", "rest", "on", "off", "mark"]))
    #expect(run.output.contains("prefers-color-scheme"))
    #expect(!run.output.contains("NaN") && !run.output.contains("inf"))
  }

  @Test(arguments: [
    ("calf-cramp-at-night", ["Confirmed:", "O onset", "confirmed", "release", "practice"]),
    (
      "leg-movements-are-not-a-cramp",
      ["Dismissed: it fell back towards rest between bursts", "valley"]
    ),
    ("electrode-off-during-cramp", ["the signal went away", "the signal is back"]),
    ("walking-is-not-a-cramp", ["nothing found", "what stood out most", "No cramp:", "valley"]),
  ])
  func `The words say what was seen, why, and which setting changes it`(
    name: String,
    words: [String]
  ) throws {
    let run = try CrampctlRun(["detect", "--explain", "--ascii", Fixture.recording(name)])
    for word in words {
      #expect(run.output.contains(word), "\(word) in \(run.output)")
    }
  }

  @Test(arguments: [
    (["LC_ALL": "C.UTF-8"], true), (["LC_ALL": "", "LANG": "de_DE.utf8"], true),
    (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false),
    (["LC_ALL": "", "LC_CTYPE": "POSIX", "LANG": "de_DE.UTF-8"], false),
    (["LC_ALL": "", "LC_CTYPE": "", "LANG": ""], false),
  ])
  func `The locale decides whether blocks are drawn`(
    environment: [String: String],
    isDrawn: Bool
  ) throws {
    let file = scratch.path("text")
    _ = try CrampctlRun(
      ["detect", "--explain", "-o", file, Fixture.recording("short-cramp")],
      environment: environment
    )
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("█") == isDrawn)
    #expect(text.contains("µV") == isDrawn)
    #expect(text.utf8.contains { $0 > 127 } == isDrawn)
  }

  @Test func `A name with quotes and brackets stays what it is`() throws {
    let name = #"<b>&"it's"\é"#
    let table = try table(named: name)
    let run = try CrampctlRun(["detect", "--explain=svg", "--unit", "uV", table])
    #expect(run.status == 0, "\(run.errors)")
    let svg = try #require(SVGReading(run.output))
    #expect(svg.titles.contains { $0.contains("cramp on \(name), ") }, "\(svg.titles)")
    #expect(svg.texts.contains { $0.contains("cramp on \(name), ") }, "\(svg.texts)")
    #expect(svg.names["b"] == nil)
    let folder = scratch.path("drawings")
    let files = try CrampctlRun([
      "detect", "--explain=svg", "-o", folder, "--unit", "uV", table,
    ])
    #expect(files.output.contains("drawn: \(folder)/table-001-cramp--b---it-s---.svg"), "\(files)")
  }

  @Test(arguments: ["not even a hop", "one value", "no samples", "beyond all bounds"])
  func `A recording with nothing in it is explained too`(content: String) throws {
    let cells: [String: (Int) -> String] = [
      "one value": { _ in "0" }, "no samples": { _ in "" },
      "beyond all bounds": { "\($0 % 2)e37" },
    ]
    let rows = cells[content].map { cell in (0..<500).map(cell) } ?? ["1", "2", "1"]
    let text = rows.enumerated().map { "\(Double($0) / 100),\($1)\n" }.joined()
    let path = try scratch.file("odd.csv", ("time_s,calf\n" + text).utf8)
    let told = try CrampctlRun(["detect", "--explain", "--ascii", "--unit", "uV", path])
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.output.contains("nothing found"), "\(told.output)")
    let drawn = try CrampctlRun(["detect", "--explain=svg", "--unit", "uV", path])
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(SVGReading(drawn.output) != nil, "\(drawn.output)")
  }

  @Test func `A damaged recording leaves no drawing`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Fixture.recording("short-cramp")))
    let path = try scratch.file("cut.edf", whole.dropLast(1_500))
    let file = scratch.path("drawing.svg")
    let run = try CrampctlRun(["detect", "--explain=svg", "-o", file, path])
    #expect(run.failed(with: 1), "\(run)")
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func `A file that exists is kept unless it may be replaced`() throws {
    let file = try scratch.file("kept.svg", "mine".utf8)
    let words = ["detect", "--explain=svg", "-o", file, Fixture.recording("short-cramp")]
    let run = try CrampctlRun(words)
    #expect(run.failed(with: 1), "\(run)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    #expect(try CrampctlRun(words + ["--force"]).status == 0)
    #expect(SVGReading(try String(contentsOfFile: file, encoding: .utf8)) != nil)
  }

  @Test func `Other formats keep standard output to themselves`() throws {
    let night = Fixture.recording("short-cramp")
    let plain = try CrampctlRun(["detect", "--format", "ndjson", night])
    let folder = scratch.path("drawings")
    let both = try CrampctlRun([
      "detect", "--format", "ndjson", "--explain=svg", "-o", folder, night,
    ])
    #expect(both.output == plain.output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  @Test func `A contraction of eight hours is drawn as small as one of a minute`() throws {
    let path = scratch.path("long.edf")
    try Self.writeLongContraction(path)
    let folder = scratch.path("drawings")
    let run = try CrampctlRun(["detect", "--explain=svg", "-o", folder, path])
    #expect(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names == ["long-001-open-cramp-calf.svg"])
    for name in names {
      let svg = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      #expect((10_000..<200_000).contains(svg.utf8.count))
      let reading = try #require(SVGReading(svg))
      #expect(reading.texts.contains("08:00:00"), "\(reading.texts)")
    }
  }

  /// A table of a minute with a contraction of 20 s.
  private func table(named name: String) throws -> String {
    var random = SplitMix64(seed: 3)
    let cell = "\"" + name.replacing("\"", with: "\"\"") + "\""
    var text = "time_s,\(cell)\n"
    var last = [0.0, 0.0]
    for row in 0..<(60 * 250) {
      let height = (5_000..<10_000).contains(row) ? 100.0 : 2
      let noise = random.uniform() - 0.5
      // The difference has most of its power at 62 Hz, as muscle has; white noise is an open lead.
      text += "\(Double(row) / 250),\(height * (noise - last[0]))\n"
      last = [last[1], noise]
    }
    return try scratch.file("table.csv", text.utf8)
  }

  /// Eight hours and five minutes at 20 Hz: a minute of rest, then tension to the end.
  private static func writeLongContraction(_ path: String) throws {
    let rate = 20
    let calf = ChannelDescription(
      name: "calf",
      unit: .microvolt,
      rate: Hertz(Double(rate)),
      railLow: -1_000,
      railHigh: 1_000
    )
    let stream = StreamDescription(sensor: "test", driver: "test", channels: [calf])
    var writer = try EDFWriter(path: path, kind: .edf, stream: stream)
    var random = SplitMix64(seed: 5)
    var block = SampleBlock(channelCount: 1)
    for second in 0..<(8 * 3_600 + 300) {
      block.removeAll()
      let height = second < 60 ? 2.0 : 100
      for _ in 0..<rate {
        block.channels[0].append(Float(height * (random.uniform() - 0.5)))
      }
      try writer.write(block)
    }
    try writer.close()
  }
}
