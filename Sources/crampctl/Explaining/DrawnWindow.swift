import CrampDetection
import CrampModel

/// A stretch of one channel, cut into columns: as little as a drawing needs, at any rate.
struct DrawnWindow {
  /// The samples of one column.
  struct Samples: Equatable {
    /// The lowest; NaN if the column has none.
    var low = Float.nan
    /// The highest; NaN if the column has none.
    var high = Float.nan
    /// Whether samples are missing in it or before it.
    var isBroken = false
  }

  /// What the detector made of one column.
  struct Course: Equatable {
    /// The mean RMS; `nil` without a hop that had samples.
    var level: Double?
    /// The levels in force at its end.
    var levels: ChannelTrace.Levels?
    /// The phase furthest into a cramp.
    var phase: MusclePhase?
    /// Why it could not be judged, if that holds for half of it.
    var fault: SignalFault? { 2 * faultyHops >= hops ? lastFault : nil }
    fileprivate var hops = 0
    fileprivate var faultyHops = 0
    fileprivate var lastFault: SignalFault?
    fileprivate var levelHops = 0
  }

  /// Index of the channel in the stream.
  let channel: Int
  /// Seconds from the start of the recording.
  let span: ClosedRange<Double>
  /// The samples, column by column.
  private(set) var samples: [Samples]
  /// What the detector made of them, column by column.
  private(set) var course: [Course]
  /// The hops of a part that is looked at closely.
  private(set) var closeUp: [ChannelTrace] = []
  private let closeUpSpan: ClosedRange<Double>?
  private var isBroken = false

  /// An empty window.
  ///
  /// - Parameters:
  ///   - channel: Index of the channel.
  ///   - span: Seconds from the start of the recording.
  ///   - columns: At most so many; never more than there are hops.
  ///   - closeUp: The part whose hops are kept.
  init(
    channel: Int,
    span: ClosedRange<Double>,
    columns: Int,
    closeUp: ClosedRange<Double>? = nil
  ) {
    let length = span.upperBound - span.lowerBound
    let hops = Int(min(length * Double(FeatureRow.hopsPerSecond), Double(columns)).rounded())
    let count = max(1, min(columns, hops))
    self.channel = channel
    self.span = span
    closeUpSpan = closeUp
    samples = Array(repeating: Samples(), count: count)
    course = Array(repeating: Course(), count: count)
  }

  /// The number of columns.
  var columns: Int { course.count }

  /// The column of a time; `nil` outside the window.
  func column(at seconds: Double) -> Int? {
    guard span.contains(seconds) else { return nil }
    let length = max(span.upperBound - span.lowerBound, .leastNormalMagnitude)
    return min(columns - 1, Int((seconds - span.lowerBound) / length * Double(columns)))
  }

  /// The levels in force at a time, or else the first that were; `nil` if there were none.
  func levels(at seconds: Double?) -> ChannelTrace.Levels? {
    let column = seconds.flatMap(column(at:)) ?? 0
    return course[...column].last { $0.levels != nil }?.levels
      ?? course.first { $0.levels != nil }?.levels
  }

  /// Takes in consecutive samples; NaN is a missing one.
  ///
  /// - Parameters:
  ///   - block: The samples.
  ///   - begin: Seconds from the start of the recording to the first of them.
  ///   - rate: Samples per second.
  mutating func add(_ block: [Float], from begin: Double, rate: Double) {
    let first = max(0, ((span.lowerBound - begin) * rate).rounded(.up))
    let last = min(Double(block.count), ((span.upperBound - begin) * rate).rounded(.up))
    guard first < last else { return }
    for index in Int(first)..<Int(last) {
      guard let column = column(at: begin + Double(index) / rate) else { continue }
      let sample = block[index]
      guard sample.isFinite else {
        isBroken = true
        continue
      }
      samples[column].low = Float.minimum(samples[column].low, sample)
      samples[column].high = Float.maximum(samples[column].high, sample)
      if isBroken { samples[column].isBroken = true }
      isBroken = false
    }
  }

  /// Says that samples are missing before the next one.
  mutating func breakOff() {
    isBroken = true
  }

  /// Takes in a hop of any channel.
  mutating func add(_ trace: ChannelTrace) {
    let middle = trace.end - FeatureRow.hopSeconds / 2
    guard trace.channel == channel, let column = column(at: middle) else { return }
    course[column].add(trace)
    if let closeUpSpan, closeUpSpan.contains(middle) { closeUp.append(trace) }
  }
}

extension DrawnWindow.Course {
  fileprivate mutating func add(_ trace: ChannelTrace) {
    hops += 1
    if trace.veto != .samplesLost {
      levelHops += 1
      level = (level ?? 0) + (trace.level - (level ?? 0)) / Double(levelHops)
    }
    levels = trace.levels ?? levels
    if (phase?.depth ?? 0) <= trace.phase.depth { phase = trace.phase }
    guard let fault = trace.fault ?? trace.veto else { return }
    faultyHops += 1
    lastFault = fault
  }
}

extension MusclePhase {
  /// How far into a cramp it is.
  fileprivate var depth: Int {
    switch self {
    case .quiet: 0
    case .rising: 1
    case .suspected: 2
    case .falling: 3
    case .cramping: 4
    }
  }
}
