import CrampModel
import Foundation
import Recordings
import Testing

struct CrampctlRecordingTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: ["tsv", "ndjson"])
  func `A simulated cramp is found and scored without an error`(format: String) throws {
    let night = try scratch.recording("night.edf", of: "calf-cramp-at-night")
    let run = try CrampctlRun(["detect", "--format", format, night])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    // The lines carry the recording's own time and their place in it.
    let found = try scratch.file("found.\(format)", run.output.utf8)
    let truth = scratch.path("night_events.tsv")
    let score = try CrampctlRun([
      "score", "--reference", truth, "--detected", found, "--format", "json",
    ])
    #expect(score.status == 0)
    for member in [#""sensitivity":1}"#, #""precision":1,"#, #""found":1,"#] {
      #expect(score.output.contains(member), "\(score.output)")
    }
  }

  @Test func `A table of detections is the BIDS table`() throws {
    let night = try scratch.recording("night.edf")
    let run = try CrampctlRun(["detect", "--format", "tsv", night])
    #expect(run.lines.first == "onset\tduration\ttrial_type\tchannel\tconfidence")
    let types = Set(run.lines.dropFirst().map { $0.split(separator: "\t")[2] })
    #expect(types == ["cramp"])
  }

  @Test func `A cramp that never ends lasts to the end of the file`() throws {
    let night = try scratch.recording("night.edf", of: "calf-cramp-at-night?duration=170")
    let run = try CrampctlRun(["detect", "--format", "tsv", night])
    let cells = try #require(run.lines.last).split(separator: "\t")
    let end = try #require(Double(cells[0])) + #require(Double(cells[1]))
    #expect(abs(end - 170) < 1e-6)
  }

  @Test func `Each line of events decodes and counts from 1`() throws {
    let night = try scratch.recording("night.edf", of: "electrode-off-during-cramp")
    let run = try CrampctlRun(["detect", "--format", "ndjson", night, night])
    let events = try run.lines.map { line in
      try JSONDecoder().decode(CrampEvent.self, from: Data(line.utf8))
    }
    let half = events.count / 2
    try #require(half > 2)
    #expect(events.map(\.seq) == Array(1...Int64(half)) + Array(1...Int64(half)))
    #expect(events.allSatisfy { $0.sensor == "replay:night.edf" })
    #expect(run.lines.allSatisfy { $0.contains(#","t":"#) })
    #expect(run.lines.prefix(half) == run.lines.suffix(half))
  }

  @Test func `People read when, how long and how sure`() throws {
    let night = try scratch.recording("night.edf")
    let quiet = try scratch.recording("quiet.edf", of: "quiet-night")
    let run = try CrampctlRun(["detect", night, quiet])
    for words in ["night.edf: 30.0 s", "confidence", "abrupt", "1 cramp found", "no cramp found"] {
      #expect(run.output.contains(words), "\(words) in \(run.output)")
    }
  }

  @Test func `A chain is shown with each muscle's share`() throws {
    let leg = try scratch.recording("leg.bdf", of: "cyton-cramp?duration=100")
    let chain = "--chain=posterior=calf-medial,left-soleus"
    let run = try CrampctlRun(["detect", chain, leg])
    #expect(run.status == 0, "\(run)")
    for words in ["chain posterior (experimental)", "calf-medial", "no muscle takes over"] {
      #expect(run.output.contains(words), "\(words) in \(run.output)")
    }
    let plain = try CrampctlRun(["detect", leg])
    #expect(!plain.output.contains("experimental"))
    let lines = try ["detect --format ndjson", "detect --format ndjson \(chain)"].map {
      try CrampctlRun($0.split(separator: " ").map(String.init) + [leg]).lines
    }
    #expect(lines[0] == lines[1] && !lines[0].isEmpty)
  }

  @Test func `A chain of channels that are not there is status 2 and names those that are`() throws
  {
    let leg = try scratch.recording("leg.bdf", of: "cyton-cramp?duration=10")
    let run = try CrampctlRun(["detect", "--chain", "posterior=calf-medial,glute", leg])
    #expect(run.failed(with: 2), "\(run)")
    for words in ["leg.bdf", "glute", "calf-lateral"] {
      #expect(run.errors.contains(words), "\(run)")
    }
  }

  @Test func `The same seed gives the same bytes, another seed others`() throws {
    let files = try [("a", "7"), ("b", "7"), ("c", "8")].map { name, seed in
      let path = scratch.path("\(name).edf")
      _ = try CrampctlRun(["simulate", "short-cramp", "--seed", seed, "-o", path])
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
    #expect(files[0] == files[1])
    #expect(files[0] != files[2])
  }

  @Test(arguments: ["short-cramp", "cramp-with-a-gap", "cyton-cramp"])
  func `A recording comes back from table and BDF within a step`(scenario: String) throws {
    let chain = ["a.edf", "b.csv", "c.bdf", "d.edf"]
    _ = try scratch.recording(chain[0], of: scenario)
    for (from, to) in zip(chain, chain.dropFirst()) {
      let run = try CrampctlRun(["convert", scratch.path(from), scratch.path(to)])
      #expect(run.status == 0, "\(run)")
    }
    let first = try samples(chain[0])
    let last = try samples(chain[3])
    #expect(first.gap == last.gap)
    #expect(first.samples.map(\.count) == last.samples.map(\.count))
    for (channel, step) in zip(first.samples.indices, first.steps) {
      let worst = zip(first.samples[channel], last.samples[channel]).map { abs($0 - $1) }.max()
      #expect(try #require(worst) <= step)
    }
  }

  private func samples(
    _ name: String
  ) throws -> (samples: [[Float]], gap: Double, steps: [Float]) {
    var reader = try RecordingReader(path: scratch.path(name))
    let channels = reader.stream.channels
    var samples: [[Float]] = channels.map { _ in [] }
    var gap = 0.0
    var block = SampleBlock(channelCount: channels.count)
    while try reader.read(into: &block, seconds: 1) {
      gap += (block.gap * 1e3).rounded() / 1e3
      for index in samples.indices {
        samples[index] += block.channels[index]
      }
    }
    let steps = channels.map { (($0.railHigh ?? 0) - ($0.railLow ?? 0)) / 65_535 }
    return (samples, gap, steps)
  }
}
