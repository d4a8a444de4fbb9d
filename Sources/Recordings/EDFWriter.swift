public import CrampModel

/// Writes EDF+ or BDF+.
///
/// A gap between blocks becomes a jump in the times of the records (EDF+D), as far as it covers
/// whole records; the rest of it, and samples that are NaN, hold the last value and carry an
/// annotation `samples lost`. A record in which every sample is NaN is left out as a gap. The last
/// record is filled up with the last values, and an annotation `Recording ends` says where it
/// ends; ``RecordingReader`` heeds it. A file that was never closed is readable up to its last
/// record.
public struct EDFWriter: ~Copyable, Sendable {
  /// The two widths of samples.
  public enum Kind: Sendable {
    /// 16 bits.
    case edf
    /// 24 bits.
    case bdf
  }

  /// Samples that lay outside of the range of their channel.
  public private(set) var clippedSamples = 0

  private var file: OutputFile
  private let layout: EDFLayout
  private var pending: [[Float]]
  private var held: [Float]
  private var clock: RecordClock
  private var losses: LossRuns
  private var labels: [Label] = []
  /// For each record how much of its annotation signal is in use.
  private var used: [UInt16] = []
  private var isDiscontinuous = false
  private var isClosed = false
  private let isLive: Bool
  private var lostLabels = 0
  private var failure: RecordingError?

  /// Makes the file and writes its header.
  ///
  /// - Parameters:
  ///   - path: The file; one that exists is replaced.
  ///   - kind: The width of the samples.
  ///   - stream: What is written. A channel without rails gets a range that suits its unit, for
  ///     microvolts -10 to 10 mV in 16 bits and -400 to 400 mV in 24 bits.
  ///   - recordDuration: Seconds in a record; another is chosen if a channel would not have a
  ///     whole number of samples in it or records would become too long.
  /// - Throws: ``RecordingError`` if the stream does not fit the format or the file cannot be made.
  public init(
    path: String,
    kind: Kind,
    stream: StreamDescription,
    recordDuration: Double = 1
  ) throws(RecordingError) {
    let layout = try EDFLayout(
      path: path,
      kind: kind,
      stream: stream,
      recordDuration: recordDuration
    )
    try self.init(layout, file: try OutputFile(path: path), isLive: false)
  }

  /// Begins a file of its own that others may read at any moment.
  init(livePath path: String, kind: Kind, stream: StreamDescription) throws(RecordingError) {
    let layout = try EDFLayout(path: path, kind: kind, stream: stream, recordDuration: 1)
    try self.init(layout, file: try OutputFile(path: path, isNew: true), isLive: true)
  }

  private init(
    _ layout: EDFLayout,
    file: consuming OutputFile,
    isLive: Bool
  ) throws(RecordingError) {
    var file = file
    let stream = layout.stream
    try file.append(layout.header(mark: isLive ? EDFLayout.unfinished : ""))
    self.layout = layout
    self.file = file
    self.isLive = isLive
    pending = Array(repeating: [], count: stream.channels.count)
    held = Array(repeating: 0, count: stream.channels.count)
    clock = RecordClock(start: layout.fraction, duration: layout.shape.duration)
    losses = LossRuns(channels: stream.channels.map(\.name), reach: layout.shape.duration)
  }

  /// Writes the samples of a block, and the gap before them.
  ///
  /// - Parameter block: Of the stream's channels, in their units.
  /// - Throws: ``RecordingError`` if the block has other channels or the disk is full; after a full
  ///   disk nothing more is taken, and ``close()`` completes what there is.
  public mutating func write(_ block: borrowing SampleBlock) throws(RecordingError) {
    guard block.channels.count == pending.count else {
      let problem = RecordingError.Problem.blockShape(
        expected: pending.count,
        found: block.channels.count
      )
      throw RecordingError(.write, path: file.path, problem)
    }
    if let failure { throw failure }
    do {
      if block.gap > 0, block.gap.isFinite { try skip(block.gap) }
      for index in pending.indices {
        pending[index] += block.channels[index]
      }
      try writeWholeRecords()
    } catch {
      failure = error
      throw error
    }
  }

  /// Adds an annotation.
  ///
  /// - Parameter label: Its onset counts from sample zero. Its text is its trial type, followed by
  ///   `@@` and the channel if it is about one.
  public mutating func annotate(_ label: Label) {
    add([label])
  }

  /// Writes what is left and completes the header.
  ///
  /// - Throws: ``RecordingError`` if the disk is full or annotations found no room.
  public mutating func close() throws(RecordingError) {
    guard !isClosed else { return }
    isClosed = true
    let hadFailed = failure != nil
    if !hadFailed { writeRest() }
    labels += losses.finish()
    let lost = try placeLateLabels() + lostLabels
    try writeRecordCount()
    if isLive {
      try file.synchronize()
      try file.write(Array("".padded(32).utf8), at: layout.markOffset)
      try file.synchronize()
    }
    if let failure, !hadFailed { throw failure }
    guard lost == 0 else { throw RecordingError(.write, path: file.path, .annotationsLost(lost)) }
  }

  /// As many labels as wait for room in a file that may grow for weeks.
  private static let mostWaiting = 1_000

  private mutating func add(_ more: [Label]) {
    let room = isLive ? max(0, Self.mostWaiting - labels.count) : more.count
    labels += more.prefix(room)
    lostLabels += max(0, more.count - room)
  }

  private func writeRecordCount() throws(RecordingError) {
    try file.write(Array(String(used.count).padded(8).utf8), at: 236)
  }

  private mutating func skip(_ gap: Double) throws(RecordingError) {
    let filled = layout.seconds(pending.map(\.count))
    var rest = gap
    if filled > 0 {
      let part = min(gap, layout.shape.duration - filled)
      for index in pending.indices {
        let end = layout.samples(in: filled + part, of: index)
        let missing = max(0, end - pending[index].count)
        pending[index].append(contentsOf: repeatElement(.nan, count: missing))
      }
      rest -= part
      try writeWholeRecords()
    }
    guard rest > 0.5 / layout.fastest else { return }
    try jump(rest)
  }

  private mutating func jump(_ seconds: Double) throws(RecordingError) {
    clock.skip(seconds)
    guard !isDiscontinuous else { return }
    isDiscontinuous = true
    try file.write(Array(layout.discontinuous.utf8), at: 192)
  }

  private mutating func writeWholeRecords() throws(RecordingError) {
    var start = pending.map { _ in 0 }
    defer {
      for index in pending.indices {
        pending[index].removeFirst(start[index])
      }
    }
    while zip(pending, zip(start, layout.shape.samples)).allSatisfy({ $0.count >= $1.0 + $1.1 }) {
      try writeRecord(from: start)
      start = zip(start, layout.shape.samples).map { $0 + $1 }
    }
  }

  /// Leaves a failure for ``close()``, which needs no more room to complete the header.
  private mutating func writeRest() {
    do {
      try writeLastRecord()
    } catch {
      failure = error
    }
  }

  private mutating func writeLastRecord() throws(RecordingError) {
    let filled = layout.seconds(pending.map(\.count))
    guard filled > 0 else { return }
    for index in pending.indices {
      let missing = layout.shape.samples[index] - pending[index].count
      let last = pending[index].last { !$0.isNaN } ?? held[index]
      pending[index].append(contentsOf: repeatElement(last, count: max(0, missing)))
    }
    let end = rounded(clock.onset + filled - layout.fraction)
    labels.insert(Label(onset: end, duration: nil, trialType: EDFLayout.endText), at: 0)
    try writeRecord(from: pending.map { _ in 0 })
  }

  private mutating func writeRecord(from start: [Int]) throws(RecordingError) {
    let spans = zip(start, layout.shape.samples).map { $0..<$0 + $1 }
    guard !zip(pending, spans).allSatisfy({ $0[$1].allSatisfy(\.isNaN) }) else {
      return try jump(layout.shape.duration)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(layout.recordLength)
    for (index, span) in spans.enumerated() {
      encode(index, span, into: &bytes)
    }
    let lost = zip(pending, spans).map { layout.lost($0[$1], from: clock.onset - layout.fraction) }
    add(losses.add(lost))
    var room = EDFAnnotationText(onset: clock.onset, capacity: EDFLayout.annotationBytes)
    let count = labels.prefix { room.add($0, offset: layout.fraction) }.count
    bytes += room.bytes
    bytes += repeatElement(0, count: EDFLayout.annotationBytes - room.bytes.count)
    try file.append(bytes)
    labels.removeFirst(count)
    used.append(UInt16(room.bytes.count))
    clock.advance()
    guard isLive else { return }
    try writeRecordCount()
    if used.count % Self.recordsBetweenSynchronizations == 0 { try file.synchronize() }
  }

  /// What a power cut may cost, in records: a compromise with what flash memory bears.
  private static let recordsBetweenSynchronizations = 30

  private mutating func encode(_ index: Int, _ span: Range<Int>, into bytes: inout [UInt8]) {
    let encoding = layout.encodings[index]
    for sample in pending[index][span] {
      if !sample.isNaN { held[index] = sample }
      let (value, isClipped) = encoding.digital(held[index])
      if isClipped, !sample.isNaN { clippedSamples += 1 }
      bytes.append(UInt8(truncatingIfNeeded: value))
      bytes.append(UInt8(truncatingIfNeeded: value >> 8))
      if layout.sampleWidth == 3 { bytes.append(UInt8(truncatingIfNeeded: value >> 16)) }
    }
  }

  /// Puts labels that came late into the room that earlier records have; returns what is left.
  private mutating func placeLateLabels() throws(RecordingError) -> Int {
    var record = 0
    var left = labels[...]
    while let label = left.first, record < used.count {
      let text = EDFAnnotationText.list(label, offset: layout.fraction)
      if Int(used[record]) + text.count <= EDFLayout.annotationBytes {
        try file.write(text, at: layout.annotationOffset(ofRecord: record) + Int(used[record]))
        used[record] += UInt16(text.count)
        left.removeFirst()
      } else {
        record += 1
      }
    }
    return left.count
  }
}
