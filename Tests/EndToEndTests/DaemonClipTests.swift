import Foundation
import Recordings
import Testing

/// Clips of a daemon that plays a recording, found from its events and read by others.
struct DaemonClipTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func configuration(_ clips: String, speed: String = "max") throws -> String {
    try scratch.file(
      "crampd.yaml",
      """
      clips: \(clips)
      sensors:
        - sensor: replay:\(Fixture.recording("short-cramp"))?speed=\(speed)
          channels: {1: {name: "../left calf/ü"}}
      """.utf8
    )
  }

  /// Runs the daemon to the end of the recording; returns the events and the log.
  private func play(_ configuration: String) async throws -> (events: [String], log: String) {
    try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--config", configuration], in: scratch)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      daemon.signal(SIGTERM)
      client.readToEnd()
      guard try daemon.end().status == 0 else { throw Disappointment(daemon.log) }
      return (client.events, daemon.log)
    }
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).sorted()
  }

  @Test func `each onset and release has a clip that its event names and others can read`()
    async throws
  {
    try FileManager.default.createDirectory(
      atPath: scratch.path("state/clips"),
      withIntermediateDirectories: true
    )
    let left =
      ".unfinished-20260101T230010.200000Z-cramp.onset-a-"
      + "eb6a8781-69ca-86aa-801f-b5a54055e366.edf"
    _ = try scratch.file("state/clips/" + left, [1, 2, 3])
    let (events, log) = try await play(configuration("true"))
    let wanted = try ["cramp.onset", "cramp.release"].map { type in
      let event = try #require(events.first { $0.member("type") == "\"\(type)\"" })
      let words = try ["time", "id"].map { try #require(event.member($0)).dropFirst().dropLast() }
      let time = words[0].filter { $0 != "-" && $0 != ":" }
      return "\(time)-\(type)-channel..-left-calf---\(words[1])"
    }
    let found = try names(in: "state/clips")
    #expect(found.map { String($0.dropLast(4)) } == wanted, "\(log)")
    let paths = found.map { scratch.path("state/clips/" + $0) }
    let report = try await blocking {
      try ForeignRun(
        python: Self.program,
        [Fixture.recording("short-cramp")] + paths,
        needs: ["pyedflib", "mne", "numpy"]
      )
    }
    guard let report else { return }
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.output.hasPrefix("agreed"), "\(report.output)")
  }

  @Test func `a directory in trouble is told once and stops nothing else`() async throws {
    let file = try scratch.file("file", [1])
    let (events, log) = try await play(configuration("{directory: \(file)}"))
    let found = events.filter(\.isOfTheDetector).compactMap { $0.member("type") }
    #expect(found == ["\"cramp.suspected\"", "\"cramp.onset\"", "\"cramp.release\""])
    #expect(log.components(separatedBy: "a clip is lost").count == 2, "\(log)")
    #expect(log.contains("Not a directory") && log.contains("count=2"), "\(log)")
  }

  @Test func `what a clip has at the end of the daemon is written`() async throws {
    let config = try configuration("{before_s: 2, after_s: 60}", speed: "20")
    let events = try await blocking { [scratch] in
      let daemon = try RunningDaemon(["--config", config], in: scratch)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"cramp.onset""#)
      daemon.signal(SIGTERM)
      client.readToEnd()
      guard try daemon.end().status == 0 else { throw Disappointment(daemon.log) }
      return client.events
    }
    #expect(events.contains { $0.contains("\"reason\":\"shutdown\"") })
    let types = try names(in: "state/clips").map { $0.contains("cramp.onset") }
    #expect(types == [true, false])
  }

  @Test func `there are no clips where they are forbidden`() async throws {
    _ = try await play(configuration("false"))
    #expect(throws: (any Error).self) { try names(in: "state/clips") }
  }

  /// Compares each clip with the stretch of the recording that its own start and length name.
  private static let program = """
    import sys, datetime
    import numpy, pyedflib, mne
    with pyedflib.EdfReader(sys.argv[1]) as edf:
        whole, rate = edf.readSignal(0), edf.getSampleFrequency(0)
        first = edf.getStartdatetime()
    for name, event, offset in zip(sys.argv[2:], ("cramp.onset", "cramp.release"), (10.2, 22.1)):
        with pyedflib.EdfReader(name) as edf:
            header = edf.getSignalHeader(0)
            step = (header["physical_max"] - header["physical_min"]) / (
                header["digital_max"] - header["digital_min"])
            clip = edf.readSignal(0)
            onsets, _, texts = edf.readAnnotations()
            # Its date has a tenth of the fraction; the fraction itself is in 100 ns.
            start = (edf.getStartdatetime().replace(microsecond=0) - first).total_seconds()
            start += edf.starttime_subsecond * 1e-7
        marks = {t.split("@@")[0].split()[0]: o for o, t in zip(onsets, texts)}
        assert abs(start + marks[event] - offset) < 0.01, (start, marks)
        ends = [o for o, t in zip(onsets, texts) if t == "Recording ends"]
        length = ends[0] if ends else len(clip) / rate
        want = min(offset + 10, len(whole) / rate) - (offset - 10)
        assert abs(length - want) < 0.01, (length, want)
        begin, count = round((offset - 10) * rate), round(length * rate)
        worst = numpy.abs(clip[:count] - whole[begin:begin + count]).max()
        assert worst <= step, (worst, step)
        read = mne.io.read_raw_edf if name.endswith("edf") else mne.io.read_raw_bdf
        raw = read(name, preload=True, verbose="error")
        assert any(event in text for text in raw.annotations.description)
    print("agreed")
    """
}
