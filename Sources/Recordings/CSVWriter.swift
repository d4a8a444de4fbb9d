public import CrampModel

/// Writes a table: a column of seconds and one for each channel, with its unit in its name.
///
/// A missing sample is an empty cell; a gap is a step in the time. Samples are printed so that
/// reading gives the same numbers. Where channels differ in rate, there is a row for each sample of
/// the fastest, and the others have a cell only in rows in which they have a sample.
public struct CSVWriter: ~Copyable, Sendable {
  private var file: OutputFile
  private let rates: [Double]
  private let fastest: Double
  /// Seconds from sample zero to the row ``row`` = 0.
  private var origin = 0.0
  private var row = 0
  private var text = ""

  /// Makes the file and writes its header.
  ///
  /// - Parameters:
  ///   - path: The file; one that exists is replaced.
  ///   - stream: What is written.
  /// - Throws: ``RecordingError`` if there is no channel or the file cannot be made.
  public init(path: String, stream: StreamDescription) throws(RecordingError) {
    let rates = stream.channels.map(\.rate.value)
    guard let fastest = rates.max(), fastest > 0 else {
      throw RecordingError(.write, path: path, .noChannels)
    }
    self.file = try OutputFile(path: path)
    self.rates = rates
    self.fastest = fastest
    let names = stream.channels.map { Self.cell("\($0.name)_\($0.unit.rawValue)") }
    text = (["time_s"] + names).joined(separator: ",") + "\n"
  }

  /// Writes the samples of a block, and the gap before them.
  ///
  /// - Parameter block: Of the stream's channels, in their units.
  /// - Throws: ``RecordingError`` if the block has other channels or the disk is full.
  public mutating func write(_ block: borrowing SampleBlock) throws(RecordingError) {
    guard block.channels.count == rates.count else {
      let problem = RecordingError.Problem.blockShape(
        expected: rates.count,
        found: block.channels.count
      )
      throw RecordingError(.write, path: file.path, problem)
    }
    if block.gap > 0, block.gap.isFinite {
      origin = rounded(origin + Double(row) / fastest + block.gap)
      row = 0
    }
    let rows = zip(block.channels, rates).map { Double($0.count) * fastest / $1 }.max() ?? 0
    for index in 0..<Int(rows.rounded()) {
      text += decimal(origin + Double(row + index) / fastest, least: 3, most: 9)
      for (samples, rate) in zip(block.channels, rates) {
        text += ","
        if let sample = Self.sample(samples, row: index, share: rate / fastest), !sample.isNaN {
          text += sample.description
        }
      }
      text += "\n"
      if text.utf8.count > 1 << 16 { try flush() }
    }
    row += Int(rows.rounded())
  }

  /// Writes what is left.
  ///
  /// - Throws: ``RecordingError`` if the disk is full.
  public mutating func close() throws(RecordingError) {
    try flush()
  }

  private mutating func flush() throws(RecordingError) {
    try file.append(Array(text.utf8))
    text.removeAll(keepingCapacity: true)
  }

  /// The sample of a channel that falls into a row, if any.
  private static func sample(_ samples: [Float], row: Int, share: Double) -> Float? {
    let index = Int((Double(row) * share).rounded(.up))
    guard index < samples.count, Int((Double(index) / share).rounded(.down)) == row else {
      return nil
    }
    return samples[index]
  }

  private static func cell(_ name: String) -> String {
    guard name.contains(where: { ",\"\n\r".contains($0) }) else { return name }
    let doubled = name.map { $0 == "\"" ? "\"\"" : $0.isNewline ? " " : String($0) }.joined()
    return "\"\(doubled)\""
  }
}
