import CrampModel
import Foundation
import Recordings
import Testing

/// Recordings of a running stream, read by programs that are not ours.
struct LiveRecordingForeignReaderTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(arguments: ["edf", "bdf"], [false, true])
  func `other readers see every full record of a file that was never closed`(
    ending: String,
    isClosed: Bool
  ) async throws {
    let path = scratch.path("live.\(ending)")
    try write(path, isClosed: isClosed)
    // The file as a killed process leaves it, and the same with a torn record behind it.
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    let torn = try scratch.file("torn.\(ending)", bytes + bytes.suffix(100))
    let report = try await blocking {
      try ForeignRun(
        python: Self.program,
        [path, isClosed ? path : torn, isClosed ? "8" : "7"],
        needs: ["pyedflib", "mne", "numpy"]
      )
    }
    guard let report else { return }
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.output.hasPrefix("agreed"), "\(report.output)")
  }

  /// A ramp of 7.5 seconds, and three events of which the first lies before the start.
  private func write(_ path: String, isClosed: Bool) throws {
    let start = Timestamp(microseconds: 1_795_000_000_000_000)
    let channel = ChannelDescription(
      name: "left-calf",
      unit: .microvolt,
      rate: Hertz(200),
      railLow: -3_000,
      railHigh: 3_000
    )
    let stream = StreamDescription(
      sensor: "openbci-cyton:DQ007XYZ",
      driver: "openbci-cyton",
      start: start,
      channels: [channel]
    )
    var recording = try LiveRecording(path: path, stream: stream)
    for (index, type) in [EventType.crampOnset, .crampSuspected, .crampRelease].enumerated() {
      let time = start.advanced(bySeconds: Double(index) * 2 - 1)
      recording.annotate(
        CrampEvent(
          id: EventID(high: 1, low: UInt64(index)),
          type: type,
          time: time,
          detected: time,
          channel: "left-calf"
        )
      )
    }
    for part in 0..<15 {
      let samples = (0..<100).map { Float(part * 100 + $0) }
      try recording.append(SampleBlock(channels: [samples]))
    }
    if isClosed { try recording.close() }
  }

  /// Compares counts, values and annotations; every complaint is an assertion.
  private static let program = """
    import sys
    import numpy, pyedflib, mne
    path, torn, records = sys.argv[1], sys.argv[2], int(sys.argv[3])
    ramp = numpy.arange(1500.0)
    def check(found, step):
        assert len(found) == records * 200, len(found)
        whole = min(len(found), len(ramp))
        worst = numpy.abs(found[:whole] - ramp[:whole]).max()
        assert worst <= step, (worst, step)
    for name in (path, torn):
        whole = name == path
        mode = pyedflib.CHECK_FILE_SIZE if whole else pyedflib.DO_NOT_CHECK_FILE_SIZE
        with pyedflib.EdfReader(name, check_file_size=mode) as edf:
            header = edf.getSignalHeader(0)
            step = (header["physical_max"] - header["physical_min"]) / (
                header["digital_max"] - header["digital_min"])
            check(edf.readSignal(0), step)
            onsets, _, texts = edf.readAnnotations()
            assert list(texts)[:3] == [
                "cramp.onset@@left-calf", "cramp.suspected@@left-calf",
                "cramp.release@@left-calf"], texts
            assert list(onsets)[1:3] == [1, 3], onsets
        read = mne.io.read_raw_edf if name.endswith("edf") else mne.io.read_raw_bdf
        raw = read(name, preload=True, verbose="error")
        check(raw.get_data()[0] * 1e6, step)
        assert any("cramp.suspected" in text for text in raw.annotations.description), (
            raw.annotations.description)
    print("agreed")
    """
}
