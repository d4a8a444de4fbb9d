import CrampModel
import Recordings

/// A recording that is being written, in the format that its name ends with.
struct RecordingOutput: ~Copyable {
  enum Format {
    case edf
    case bdf
    case csv

    /// Finds the format by the name's ending.
    init(path: String) throws(Failure) {
      let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last
      switch ending?.lowercased() {
      case "edf": self = .edf
      case "bdf": self = .bdf
      case "csv": self = .csv
      default: throw .wrongUse("write \(path): the name must end with .edf, .bdf or .csv")
      }
    }
  }

  private let output: OutputPath
  private var edf: EDFWriter?
  private var csv: CSVWriter?

  /// Begins the file under a name that it keeps only until it is complete.
  init(_ output: OutputPath, format: Format, stream: StreamDescription) throws(RecordingError) {
    self.output = output
    switch format {
    case .edf: edf = try EDFWriter(path: output.partial, kind: .edf, stream: stream)
    case .bdf: edf = try EDFWriter(path: output.partial, kind: .bdf, stream: stream)
    case .csv: csv = try CSVWriter(path: output.partial, stream: stream)
    }
  }

  mutating func write(_ block: borrowing SampleBlock) throws(RecordingError) {
    try edf?.write(block)
    try csv?.write(block)
  }

  /// Completes the file with annotations, where its format has them, and names it.
  mutating func close(annotations: [Label] = []) throws {
    for label in annotations {
      edf?.annotate(label)
    }
    do {
      try edf?.close()
      try csv?.close()
    } catch {
      guard case .annotationsLost(let count) = error.problem else { throw error }
      Diagnostics.warn("write \(output.path): no room for \(count) annotations; left out")
    }
    if let clipped = edf?.clippedSamples, clipped > 0 {
      let samples = NumberText.count(clipped, "sample")
      Diagnostics.warn("write \(output.path): \(samples) beyond the channel's range; clipped")
    }
    try output.commit()
  }
}

extension RecordingError {
  /// The same about the name that was asked for, where it is about the file in the making.
  func named(_ output: OutputPath) -> Failure {
    Failure(description.replacing(output.partial, with: output.path))
  }
}
