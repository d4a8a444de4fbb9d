import Foundation
import Testing

/// What crampctl writes, read by programs that are not ours.
struct IndependentReaderTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  @Test(
    arguments: ["short-cramp", "cramp-in-one-head", "arduino-cramp"],
    ["edf", "bdf"]
  )
  func `Other readers see the samples that the table has`(
    fixture: String,
    format: String
  ) async throws {
    let report = try await blocking { [scratch] in
      let table = scratch.path("table.csv")
      let copy = scratch.path("copy.\(format)")
      for output in [table, copy] {
        let run = try CrampctlRun(["convert", Fixture.recording(fixture), output])
        guard run.status == 0 else { throw Disappointment(run.errors) }
      }
      return try ForeignRun(
        python: Self.program,
        [table, copy],
        needs: ["pyedflib", "mne", "numpy"]
      )
    }
    guard let report else { return }
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.output.hasPrefix("agreed on "), "\(report.output)")
  }

  /// Compares counts, rates and values; every complaint is an assertion.
  private static let program = """
    import csv, sys, warnings
    import numpy, pyedflib, mne
    table, copy = sys.argv[1:]
    with open(table, encoding="utf-8") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    time = numpy.array([float(row[0]) for row in rows[1:]])
    values = numpy.array([[float(cell) for cell in row[1:]] for row in rows[1:]]).T
    rate = (len(time) - 1) / (time[-1] - time[0])
    with pyedflib.EdfReader(copy) as edf:
        labels = edf.getSignalLabels()
        assert len(labels) == len(values), (labels, rows[0])
        steps = []
        for index, wanted in enumerate(values):
            header = edf.getSignalHeader(index)
            assert abs(edf.getSampleFrequency(index) / rate - 1) < 1e-4, (header, rate)
            step = (header["physical_max"] - header["physical_min"]) / (
                header["digital_max"] - header["digital_min"])
            steps.append(step)
            found = edf.readSignal(index)
            assert len(found) >= len(wanted), (len(found), len(wanted))
            assert len(found) - len(wanted) < edf.getSampleFrequency(index) * 2
            worst = numpy.abs(found[:len(wanted)] - wanted).max()
            assert worst <= step * 0.5 + 1e-3, (labels[index], worst, step)
        units = [edf.getPhysicalDimension(index) for index in range(len(values))]
    raw = (mne.io.read_raw_edf if copy.endswith("edf") else mne.io.read_raw_bdf)(
        copy, preload=True, verbose="error")
    # EDF has room for 16 letters; mne numbers names that are then the same.
    assert len(labels) == len(raw.ch_names), (labels, raw.ch_names)
    for label, name in zip(labels, raw.ch_names):
        assert name.startswith(label.strip()), (label, name)
    assert abs(raw.info["sfreq"] / rate - 1) < 1e-4, (raw.info["sfreq"], rate)
    volts = {"uV": 1e-6, "mV": 1e-3, "V": 1}
    for index, wanted in enumerate(values):
        found = raw.get_data()[index] / volts.get(units[index].strip(), 1)
        worst = numpy.abs(found[:len(wanted)] - wanted).max()
        assert worst <= steps[index] * 0.5 + 1e-3, (labels[index], worst, steps[index])
    print("agreed on", values.size, "samples")
    """
}
