public import CrampModel
import Glibc

/// All samples of a stream, in a row of files in one directory: a file a day, old ones deleted.
///
/// Nothing that goes wrong ends it. An error is thrown once, for the log; samples are then left
/// out, ``obstacle`` says why, and a new file begins as soon as it can, at most ten seconds after
/// the cause is gone. A block goes whole into the file of its first sample. Where the system's
/// clock is set by more than a minute, as after a start without one, a new file begins that has
/// the right time.
public struct RotatingRecording: ~Copyable, Sendable {
  /// The directory.
  public let directory: String
  /// Why nothing is written at the moment; `nil` while it is.
  public private(set) var obstacle: RecordingError?
  /// Annotations that found no room or no file.
  public private(set) var annotationsLost = 0

  private let stream: StreamDescription
  private let policy: RotationPolicy
  private let space: @Sendable (String) throws(RecordingError) -> DiskSpace
  private let folder: RecordingFolder
  private var file: LiveRecording?
  private var fileOnset = 0.0
  private var checkedAt = 0.0
  private var complaint: RecordingError?
  private var undeletable: RecordingError?
  private var triedAt: Timestamp?
  private var clippedBefore = 0
  /// Samples of the fastest channel since the start or the last gap, and the time before them.
  private var samples = 0
  private var origin = 0.0
  /// The system's time less that of the samples at the last block, and what files make of it.
  private var clockOffset = 0.0
  private var clockShift = 0.0

  /// Begins with the first block.
  ///
  /// - Parameters:
  ///   - directory: Where the files go; it is made if only its last part is missing.
  ///   - stream: What is written.
  ///   - policy: How long files grow and are kept.
  ///   - space: Tells how much of a directory's disk is free.
  public init(
    directory: String,
    stream: StreamDescription,
    policy: RotationPolicy = RotationPolicy(),
    space: @escaping @Sendable (String) throws(RecordingError) -> DiskSpace = {
      (path) throws(RecordingError) in try DiskSpace(path: path)
    }
  ) {
    self.directory = directory
    self.stream = stream
    self.policy = policy
    self.space = space
    folder = RecordingFolder(path: directory)
  }

  /// The file that is being written, if any.
  public var path: String? {
    switch file {
    case .some(let open): open.path
    case .none: nil
    }
  }

  /// Samples that lay outside of the range of their channel, in all files.
  public var clippedSamples: Int {
    switch file {
    case .some(let open): clippedBefore + open.clippedSamples
    case .none: clippedBefore
    }
  }

  /// Writes samples, and the gap before them.
  ///
  /// - Parameters:
  ///   - block: Of the stream's channels, in their units.
  ///   - now: The time by the system's clock: old files are judged by it, and how long to wait
  ///     before another try.
  /// - Throws: ``RecordingError`` when writing stops, or when a file could not be completed or
  ///   deleted; go on with the next block.
  public mutating func append(
    _ block: borrowing SampleBlock,
    at now: Timestamp
  ) throws(RecordingError) {
    let onset = advance(block)
    if isClockSet(now, at: onset) || isDue(at: onset) { closeFile() }
    do {
      try write(block, onset: onset, at: now)
    } catch {
      if !isKnown(error) { note(error) }
      obstacle = error
      triedAt = now
      closeFile()
    }
    try complain()
  }

  /// Adds an event as an annotation to the file that is being written.
  ///
  /// - Parameter event: One that happened before the file began keeps its time.
  public mutating func annotate(_ event: CrampEvent) {
    if file == nil {
      annotationsLost += 1
    } else {
      var event = event
      event.time = event.time.advanced(bySeconds: clockShift)
      file?.annotate(event)
    }
  }

  /// Completes the file.
  ///
  /// - Throws: ``RecordingError`` if the disk is full or annotations found no room.
  public mutating func close() throws(RecordingError) {
    closeFile()
    try complain()
  }

  /// Whether the error is about what stands in the way already, whatever its numbers.
  private func isKnown(_ error: RecordingError) -> Bool {
    switch (obstacle?.problem, error.problem) {
    case (.diskNearlyFull, .diskNearlyFull), (.shareUsed, .shareUsed): true
    default: obstacle?.problem == error.problem
    }
  }

  /// Keeps the first of several errors: the others follow from it.
  private mutating func note(_ error: RecordingError) {
    complaint = complaint ?? error
  }

  private mutating func complain() throws(RecordingError) {
    guard let complaint else { return }
    self.complaint = nil
    throw complaint
  }

  /// Counts the block; returns the time of its first sample, in seconds from the stream's start.
  private mutating func advance(_ block: borrowing SampleBlock) -> Double {
    let rates = stream.channels.map(\.rate.value)
    let fastest = rates.max() ?? 1
    if block.gap > 0, block.gap.isFinite {
      origin += Double(samples) / fastest + block.gap
      samples = 0
    }
    let onset = origin + Double(samples) / fastest
    let index = rates.firstIndex(of: fastest) ?? 0
    if block.channels.indices.contains(index) { samples += block.channels[index].count }
    return onset
  }

  /// A minute: more than samples are ever held up, and less than matters in a file's name.
  private static let leastStep = 60.0

  private mutating func isClockSet(_ now: Timestamp, at onset: Double) -> Bool {
    let offset = now.seconds(since: stream.start) - onset
    defer { clockOffset = offset }
    guard abs(offset - clockOffset) > Self.leastStep else { return false }
    clockShift = offset
    return true
  }

  private func time(at onset: Double) -> Timestamp {
    stream.start.advanced(bySeconds: onset + clockShift)
  }

  private func isDue(at onset: Double) -> Bool {
    guard file != nil else { return false }
    let times = [fileOnset, onset].map { Self.day(time(at: $0)) }
    return times[0] != times[1] || onset - fileOnset >= max(policy.hours, 0.01) * 3_600
  }

  private static func day(_ time: Timestamp) -> Int64 {
    let perDay: Int64 = 86_400_000_000
    let day = time.microseconds / perDay
    return time.microseconds % perDay < 0 ? day - 1 : day
  }

  private mutating func write(
    _ block: borrowing SampleBlock,
    onset: Double,
    at now: Timestamp
  ) throws(RecordingError) {
    if file == nil {
      guard isTimeToTry(now) else { return }
      try begin(at: onset, now: now)
      var first = copy block
      first.gap = 0
      try file?.append(first)
    } else {
      if onset - checkedAt >= Self.secondsBetweenChecks { try check(at: onset) }
      try file?.append(block)
    }
  }

  private mutating func begin(at onset: Double, now: Timestamp) throws(RecordingError) {
    try folder.make()
    removeOld(now: now)
    try check(at: onset)
    var part = stream
    part.start = time(at: onset)
    file = try Self.makeFile(in: folder, stream: part)
    fileOnset = onset
    obstacle = nil
    triedAt = nil
  }

  /// More files than that do not begin in one second.
  private static let mostNumber = 100

  private static func makeFile(
    in folder: RecordingFolder,
    stream: StreamDescription
  ) throws(RecordingError) -> LiveRecording {
    let kind = EDFWriter.Kind(for: stream)
    for number in 1..<mostNumber {
      let path = folder.file(
        sensor: stream.sensor,
        start: stream.start,
        number: number,
        kind: kind
      )
      do {
        return try LiveRecording(path: path, stream: stream)
      } catch {
        guard error.problem == .system(call: "open", code: EEXIST) else { throw error }
      }
    }
    throw RecordingError(.write, path: folder.path, .system(call: "open", code: EEXIST))
  }

  private mutating func removeOld(now: Timestamp) {
    guard let days = policy.keepDays, days >= 0 else { return }
    do {
      try folder.removeFinished(olderThan: Double(days) * 86_400, at: now)
      undeletable = nil
    } catch {
      if undeletable != error { note(error) }
      undeletable = error
    }
  }

  private mutating func closeFile() {
    guard var open = file.take() else { return }
    clippedBefore += open.clippedSamples
    do {
      try open.close()
    } catch {
      if case .annotationsLost(let count) = error.problem {
        annotationsLost += count
      } else {
        note(error)
      }
    }
  }

  /// Short against the time in which samples fill the reserve.
  private static let secondsBetweenChecks = 60.0
  private static let secondsBetweenTries = 10.0

  private func isTimeToTry(_ now: Timestamp) -> Bool {
    guard let triedAt else { return true }
    return abs(now.seconds(since: triedAt)) >= Self.secondsBetweenTries
  }

  private mutating func check(at onset: Double) throws(RecordingError) {
    checkedAt = onset
    let space = try space(directory)
    guard space.free >= policy.reserve else {
      let problem = RecordingError.Problem.diskNearlyFull(
        free: space.free,
        reserve: policy.reserve
      )
      throw RecordingError(.write, path: directory, problem)
    }
    let used = try folder.entries().reduce(0) { $0 + $1.size }
    // What is no number is no share; and a Double of the greatest Int64 is greater than it.
    let share = policy.diskShare > 0 ? min(policy.diskShare, 1) : 0
    let allowed = Int64(min(Double(space.total) * share, 9e18))
    guard used < allowed else {
      throw RecordingError(.write, path: directory, .shareUsed(used: used, allowed: allowed))
    }
  }
}
