import CrampModel

/// EDF, EDF+, BDF and BDF+ while they are being read.
struct EDFReader: RecordingFormat {
  let stream: StreamDescription
  let duration: Double?
  private(set) var warnings: [RecordingWarning]
  private(set) var annotations: [Label] = []

  private let file: InputFile
  private let header: EDFHeader
  private let signals: [EDFSignal]
  private let annotationSignals: [EDFSignal]
  private let calibrations: [Calibration]
  /// Whole records as they are in the file.
  private var buffer: [UInt8] = []
  private var buffered = 0..<0
  /// The record that is read next, and which part of how many equal parts of it.
  private var record = 0
  private var part = 0
  private var parts = 1
  /// The record whose annotations have been taken.
  private var opened = -1
  private var gap = 0.0
  /// The share of the record that is samples; less than 1 only in the last.
  private var share = 1.0
  /// Seconds from the header's start to sample zero.
  private let origin: Double
  private var expectedOnset: Double

  init(file: InputFile, options: ReadingOptions) throws(RecordingError) {
    let header = try EDFHeader(file: file, options: options)
    self.file = file
    self.header = header
    let data = header.signals.filter(\.isData)
    let selection = try ChannelSelection(
      data.map { $0.channel(recordDuration: header.recordDuration) },
      options: options,
      file: file
    )
    signals = selection.indices.map { data[$0] }
    annotationSignals = header.signals.filter(\.isAnnotations)
    calibrations = zip(signals, selection.factors).map { signal, factor in
      Calibration(scale: signal.scale * factor, zero: signal.zero * factor)
    }
    warnings = header.warnings
    let first = try header.onset(ofRecord: 0, in: file) ?? 0
    // A fraction is where sample zero lies in the header's second; more than that is a gap.
    origin = header.isDiscontinuous ? first - first.rounded(.down) : first
    expectedOnset = origin
    stream = StreamDescription(
      sensor: "replay:\(file.name)",
      driver: "replay",
      start: header.start.advanced(bySeconds: origin),
      channels: selection.channels
    )
    duration = try header.duration(from: origin, in: file)
  }

  mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    let wanted = seconds / header.recordDuration
    guard part > 0 || wanted >= 0.75 else {
      return try readPart(into: &block, of: wanted)
    }
    if part > 0 { return try readPart(into: &block, of: wanted) }
    let most = max(1, Self.mostBytes / header.recordLength)
    let count = min(most, max(1, Int(wanted.rounded())))
    for index in 0..<count where record < header.recordCount {
      try open()
      if gap > 0 {
        guard index == 0 else { break }
        block.gap = gap
      }
      append(part: 0, of: 1, to: &block)
      close()
    }
    return !block.isEmpty
  }

  /// The most that one block carries, so that a person's wish does not fill the memory.
  private static let mostBytes = 16 << 20

  private mutating func readPart(
    into block: inout SampleBlock,
    of wanted: Double
  ) throws(RecordingError) -> Bool {
    guard record < header.recordCount else { return false }
    if part == 0 {
      try open()
      let finest = signals.map(\.samples).max() ?? 1
      parts = Int(min((1 / wanted).rounded(.up), Double(finest)))
      block.gap = gap
    }
    append(part: part, of: parts, to: &block)
    part += 1
    if part == parts {
      part = 0
      close()
    }
    return true
  }

  private func append(part: Int, of parts: Int, to block: inout SampleBlock) {
    let base = (record - buffered.lowerBound) * header.recordLength
    for (index, signal) in signals.enumerated() {
      let samples = share < 1 ? Int((Double(signal.samples) * share).rounded()) : signal.samples
      let first = samples * part / parts
      let end = samples * (part + 1) / parts
      block.channels[index].append(
        from: buffer,
        at: base + signal.offset + first * header.sampleWidth,
        stride: header.sampleWidth,
        count: end - first,
        code: header.sampleWidth == 2 ? .signed16 : .signed24,
        calibration: calibrations[index]
      )
    }
  }

  /// Makes sure that the record is in the buffer and takes its annotations, once.
  private mutating func open() throws(RecordingError) {
    if !buffered.contains(record) { try fillBuffer() }
    guard opened != record else { return }
    opened = record
    gap = 0
    guard !annotationSignals.isEmpty else { return }
    let base = (record - buffered.lowerBound) * header.recordLength
    if isPlain(base) { return }
    let lists = header.annotations(in: buffer, at: base)
    if record == header.recordCount - 1 {
      share = header.share(ofLastRecord: lists, onset: expectedOnset)
    }
    for list in lists {
      let labels = list.labels(from: origin)
      // Heeded here, so that a copy of the recording does not say it twice.
      annotations += share < 1 ? labels.filter { $0.trialType != EDFLayout.endText } : labels
    }
    guard header.isDiscontinuous else { return }
    guard let onset = lists.first(where: \.keepsTime)?.onset else {
      warn("record \(record) does not say when it begins; it is taken to follow the one before")
      return
    }
    let fastest = stream.channels.map(\.rate.value).max() ?? 1
    let step = rounded(onset - expectedOnset)
    if step > 0.5 / fastest {
      gap = step
    } else if step < -0.5 / fastest {
      warn("record \(record) begins before the one before it ends; it is taken to follow it")
    }
    expectedOnset = onset
  }

  /// Whether a record says nothing but its time, and follows the one before anyway.
  private func isPlain(_ base: Int) -> Bool {
    !header.isDiscontinuous && record < header.recordCount - 1
      && annotationSignals.allSatisfy { signal in
        EDFAnnotation.keepsOnlyTime(
          buffer.span.extracting(base + signal.offset..<base + signal.end)
        )
      }
  }

  private mutating func close() {
    expectedOnset += header.recordDuration
    record += 1
  }

  private mutating func fillBuffer() throws(RecordingError) {
    let size = header.recordLength
    let most = max(1, Self.chunk / size)
    let count = min(most, header.recordCount - record)
    if buffer.count < count * size {
      buffer = [UInt8](repeating: 0, count: count * size)
    }
    let offset = header.length + record * size
    let found = try file.read(into: &buffer, count: count * size, from: offset)
    guard found == count * size else {
      throw RecordingError(
        path: file.path,
        byteOffset: offset + found,
        .truncated(expected: offset + count * size, found: offset + found)
      )
    }
    buffered = record..<record + count
  }

  private static let chunk = 512 << 10

  private mutating func warn(_ message: String) {
    guard warnings.count < Self.mostWarnings else { return }
    let offset = header.length + record * header.recordLength
    warnings.append(RecordingWarning(path: file.path, byteOffset: offset, message: message))
  }

  private static let mostWarnings = 20
}

extension EDFSignal {
  fileprivate func channel(recordDuration: Double) -> FileChannel {
    FileChannel(
      name: label,
      unit: SignalUnit(spelling: dimension),
      rate: Double(samples) / recordDuration,
      low: physicalMinimum,
      high: physicalMaximum
    )
  }
}

extension EDFHeader {
  /// The annotation lists of a record that begins at `base`.
  fileprivate func annotations(in bytes: [UInt8], at base: Int) -> [EDFAnnotation] {
    signals.filter(\.isAnnotations).flatMap { signal in
      EDFAnnotation.lists(in: bytes[base + signal.offset..<base + signal.end])
    }
  }

  /// The lists of a record, read from the file.
  private func annotations(
    ofRecord record: Int,
    in file: InputFile
  ) throws(RecordingError) -> [EDFAnnotation] {
    guard (0..<recordCount).contains(record), signals.contains(where: \.isAnnotations) else {
      return []
    }
    let bytes = try file.bytes(count: recordLength, from: length + record * recordLength)
    return bytes.count == recordLength ? annotations(in: bytes, at: 0) : []
  }

  /// When a record begins, in seconds from the header's start, if the file says so.
  fileprivate func onset(
    ofRecord record: Int,
    in file: InputFile
  ) throws(RecordingError) -> Double? {
    try annotations(ofRecord: record, in: file).first(where: \.keepsTime)?.onset
  }

  /// The share of the last record that is samples, where an annotation says that it ends early.
  fileprivate func share(ofLastRecord lists: [EDFAnnotation], onset: Double) -> Double {
    guard let end = lists.first(where: { $0.texts.contains(EDFLayout.endText) }) else { return 1 }
    let start = lists.first(where: \.keepsTime)?.onset ?? onset
    let share = (end.onset - start) / recordDuration
    return (0..<1).contains(share) ? share : 1
  }

  /// Seconds from sample zero to the end.
  fileprivate func duration(
    from origin: Double,
    in file: InputFile
  ) throws(RecordingError) -> Double? {
    guard recordCount > 0 else { return 0 }
    let lists = try annotations(ofRecord: recordCount - 1, in: file)
    let stated = isDiscontinuous ? lists.first(where: \.keepsTime)?.onset : nil
    guard stated != nil || !isDiscontinuous else { return nil }
    let onset = stated ?? origin + Double(recordCount - 1) * recordDuration
    return rounded(onset - origin + recordDuration * share(ofLastRecord: lists, onset: onset))
  }
}
