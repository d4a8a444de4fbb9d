import CrampModel

/// The header of an EDF, EDF+, BDF or BDF+ file.
///
///     byte  0        8        88         168    176    184      192       236      244       252
///           version  patient  recording  date   time   length   reserved  records  duration  signals
///
/// followed by ten fields, each for all signals in a row: see ``EDFSignal``.
struct EDFHeader: Sendable {
  /// Bytes of a sample: 2 in EDF, 3 in BDF.
  let sampleWidth: Int
  let start: Timestamp
  let length: Int
  /// Whether records may be apart: EDF+D, BDF+D.
  let isDiscontinuous: Bool
  /// The records that are there in full.
  let recordCount: Int
  /// Seconds.
  let recordDuration: Double
  let recordLength: Int
  let signals: [EDFSignal]
  let warnings: [RecordingWarning]

  /// Reads the header and compares what it promises with the length of the file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - options: The rate stands in for a record duration of zero.
  /// - Throws: ``RecordingError`` if a field cannot be right or records are missing.
  init(file: InputFile, options: ReadingOptions) throws(RecordingError) {
    let fixed = EDFFields(bytes: try file.bytes(count: 256), path: file.path)
    guard fixed.bytes.count == 256 else {
      throw RecordingError(path: file.path, .truncated(expected: 256, found: file.size))
    }
    sampleWidth = try fixed.sampleWidth()
    let reserved = fixed.text(192, 44)
    isDiscontinuous = reserved.hasPrefix("EDF+D") || reserved.hasPrefix("BDF+D")
    let start = try fixed.start()
    self.start = start ?? .epoch
    let signalCount = try fixed.integer(252, 4, "number of signals", in: 1...9_999)
    length = try fixed.integer(184, 8, "length of the header", in: 0...99_999_999)
    guard length == 256 * (signalCount + 1) else {
      throw fixed.error(184, "its length \(length) is not 256 x (1 + \(signalCount) signals)")
    }
    let all = EDFFields(bytes: try file.bytes(count: length), path: file.path)
    guard all.bytes.count == length else {
      throw RecordingError(
        path: file.path,
        byteOffset: file.size,
        .truncated(expected: length, found: file.size)
      )
    }
    let signals = try EDFSignal.signals(in: all, count: signalCount, sampleWidth: sampleWidth)
    self.signals = signals
    recordLength = signals.last.map(\.end) ?? 0
    guard (1...Self.longestRecord).contains(recordLength) else {
      throw all.error(256 + signalCount * 216, "a record of \(recordLength) bytes cannot be")
    }
    recordDuration = try Self.duration(all, signals: signals, options: options)
    var warnings: [RecordingWarning] = []
    if start == nil { warnings.append(all.warning(168, "no such date or time; start unknown")) }
    let isUnfinished = signals.indices.contains { index in
      let mark = all.text(256 + signalCount * 224 + index * 32, 32)
      return signals[index].isAnnotations && mark == EDFLayout.unfinished
    }
    recordCount = try Self.records(
      all,
      size: file.size,
      recordLength: recordLength,
      isUnfinished: isUnfinished,
      warnings: &warnings
    )
    self.warnings = warnings
  }

  /// Far above the 61440 bytes that the format recommends, far below what memory bears.
  private static let longestRecord = 64 << 20

  private static func duration(
    _ fields: EDFFields,
    signals: [EDFSignal],
    options: ReadingOptions
  ) throws(RecordingError) -> Double {
    let stated = try fields.number(244, 8, "record duration")
    if stated > 0 { return stated }
    guard stated == 0, let rate = options.rate, let signal = signals.first(where: \.isData) else {
      throw fields.error(244, "a record duration of \(stated) s gives no sample rate")
    }
    return Double(signal.samples) / rate.value
  }

  private static func records(
    _ fields: EDFFields,
    size: Int,
    recordLength: Int,
    isUnfinished: Bool,
    warnings: inout [RecordingWarning]
  ) throws(RecordingError) -> Int {
    let promised = try fields.integer(236, 8, "number of records", in: -1...99_999_999)
    let present = size - fields.bytes.count
    guard promised >= 0, !isUnfinished else {
      let count = present / recordLength
      warnings.append(
        fields.warning(236, "the recording was cut off; \(count) whole records are read")
      )
      return count
    }
    let expected = promised * recordLength
    guard present >= expected else {
      throw RecordingError(
        path: fields.path,
        byteOffset: size,
        .truncated(expected: fields.bytes.count + expected, found: size)
      )
    }
    if present > expected {
      let surplus = present - expected
      warnings.append(
        fields.warning(
          fields.bytes.count + expected,
          "\(surplus) bytes after the last record that the header promises are left out"
        )
      )
    }
    return promised
  }
}
