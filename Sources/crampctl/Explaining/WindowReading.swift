import CrampDetection
import CrampModel
import CrampPipeline

/// A second reading of a recording that keeps only what is to be drawn.
///
/// A window takes memory from its first sample to its last; how long the recording is does not
/// matter.
struct WindowReading {
  /// What is to be drawn.
  struct Plan {
    /// Index of the channel in the stream.
    let channel: Int
    /// Seconds from the start of the recording.
    let span: ClosedRange<Double>
    /// The part whose hops are looked at closely.
    var closeUp: ClosedRange<Double>?
  }

  private let plans: [Plan]
  private let columns: Int

  /// A reading for some plans.
  ///
  /// - Parameters:
  ///   - plans: By the beginning of their spans.
  ///   - columns: Columns of a window, at most.
  init(_ plans: [Plan], columns: Int) {
    self.plans = plans
    self.columns = columns
  }

  /// Reads a recording from its beginning and hands on each window in the order of the plans.
  ///
  /// - Parameters:
  ///   - input: The recording, not yet read.
  ///   - pipeline: One that has seen nothing.
  ///   - take: Is given the index of a plan and its window.
  /// - Throws: What reading throws, and what `take` throws.
  func run(
    _ input: SampleInput,
    _ pipeline: CrampPipeline,
    take: (Int, DrawnWindow) throws -> Void
  ) throws {
    var input = input
    let open = OpenWindows(plans, columns: columns)
    pipeline.observer = { open.add($0) }
    var block = SampleBlock(channelCount: input.stream.channels.count)
    var place = StreamPlace(input.stream)
    while !open.isDone, try input.read(into: &block, seconds: 1) {
      place.skip(block.gap)
      if block.gap > 0 { open.breakOff() }
      let begins = place.times
      place.add(block)
      open.openUp(to: place.times.max() ?? 0)
      for (channel, samples) in block.channels.enumerated() {
        open.add(samples, channel: channel, from: begins[channel], rate: place.rates[channel])
      }
      _ = pipeline.push(block)
      try open.closeFinished(take)
    }
    try open.closeAll(take)
  }
}

/// How far each channel of a stream has come.
private struct StreamPlace {
  let rates: [Double]
  private var counts: [Int]
  private var gaps = 0.0

  init(_ stream: StreamDescription) {
    rates = stream.channels.map(\.rate.value)
    counts = rates.map { _ in 0 }
  }

  /// Seconds from the start to the next sample of each channel.
  var times: [Double] { zip(counts, rates).map { gaps + Double($0) / $1 } }

  mutating func skip(_ gap: Double) {
    gaps += gap
  }

  mutating func add(_ block: SampleBlock) {
    for index in counts.indices where index < block.channels.count {
      counts[index] += block.channels[index].count
    }
  }
}

/// The windows that a reading has reached and not yet left.
private final class OpenWindows {
  private let plans: [WindowReading.Plan]
  private let columns: Int
  private var windows: [(index: Int, window: DrawnWindow)] = []
  private var next = 0
  private var seen = 0.0

  init(_ plans: [WindowReading.Plan], columns: Int) {
    self.plans = plans
    self.columns = columns
  }

  var isDone: Bool { windows.isEmpty && next == plans.count }

  /// Opens the windows that begin before a time.
  func openUp(to seconds: Double) {
    while next < plans.count, plans[next].span.lowerBound < seconds {
      let plan = plans[next]
      let window = DrawnWindow(
        channel: plan.channel,
        span: plan.span,
        columns: columns,
        closeUp: plan.closeUp
      )
      windows.append((next, window))
      next += 1
    }
  }

  func breakOff() {
    for index in windows.indices { windows[index].window.breakOff() }
  }

  func add(_ samples: [Float], channel: Int, from begin: Double, rate: Double) {
    for index in windows.indices where windows[index].window.channel == channel {
      windows[index].window.add(samples, from: begin, rate: rate)
    }
  }

  func add(_ trace: ChannelTrace) {
    seen = max(seen, trace.end)
    // A gap brings hops for windows that no samples have reached.
    openUp(to: trace.end)
    for index in windows.indices { windows[index].window.add(trace) }
  }

  /// Hands on, in order, the windows that nothing more can reach.
  func closeFinished(_ take: (Int, DrawnWindow) throws -> Void) throws {
    while let first = windows.first, first.window.span.upperBound < seen - 1 {
      windows.removeFirst()
      try take(first.index, first.window)
    }
  }

  func closeAll(_ take: (Int, DrawnWindow) throws -> Void) throws {
    openUp(to: .infinity)
    while let first = windows.first {
      windows.removeFirst()
      try take(first.index, first.window)
    }
  }
}
