import Foundation
import Recordings
import Testing

@Suite struct FixtureTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures")

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  @Test func `there are fixtures, and they are small`() throws {
    #expect(Self.names.count >= 14)
    var total = 0
    for name in Self.names {
      let path = Self.folder.appending(path: name + "/recording.edf").path
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      #expect((1..<2_000_000).contains(size), "\(name)")
      total += size
    }
    #expect(total < 12_000_000)
  }

  @Test(arguments: names)
  func `a fixture gives its golden, byte for byte`(name: String) throws {
    let fixture = Self.folder.appending(path: name)
    let golden = try String(
      contentsOf: fixture.appending(path: "events.golden.ndjson"),
      encoding: .utf8
    )
    let run = try CrampctlRun([
      "detect", "--format", "ndjson", fixture.appending(path: "recording.edf").path,
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == golden)
  }

  @Test(arguments: names)
  func `each cramp of a fixture is found and none invented`(name: String) throws {
    let fixture = Self.folder.appending(path: name)
    let truth = try EventsTable.read(fixture.appending(path: "events.tsv").path)
    let found = try DetectedEvents.labels(
      ndjsonPath: fixture.appending(path: "events.golden.ndjson").path
    )
    let score = Score(reference: truth, detected: found, recordingSeconds: nil)
    #expect(score.missed == 0, "\(score.matches)")
    #expect(score.falseAlarms.isEmpty, "\(score.falseAlarms)")
    #expect(score.matches.allSatisfy { abs($0.onsetError ?? 0) < 10 }, "\(score.matches)")
  }
}
