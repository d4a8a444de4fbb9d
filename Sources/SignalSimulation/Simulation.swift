public import CrampModel

/// A scenario as a stream of samples with its ground truth, in constant memory.
///
/// The same scenario and seed give the same samples on every machine, however they are read.
public struct Simulation: Sendable {
  /// The stream: sensor `synthetic:NAME`, driver `synthetic`.
  public let stream: StreamDescription
  /// What happened, in the order of time; the truth that detections are scored against.
  ///
  /// A `cramp` goes from the first to the last moment at which the cramp's own level is at least
  /// twice the RMS of the channel at rest; a channel that it does not reach so far has none.
  /// On pressure channels rest is the standard deviation of the load at rest. Other names are
  /// `voluntary gait movement plm hflm fasciculation spasm tone posture artefact rest`;
  /// `rest` is where nothing else has a name for a second or more.
  public let labels: [Label]
  /// Seconds from the start up to the end of what was read, gaps included.
  public var position: Double { Double(index) / rate }

  private var sources: [SampleStream]
  private let gaps: [Range<Int>]
  private let rate: Double
  private let count: Int
  private var index = 0
  private var owed = 0.0

  /// Starts a scenario.
  ///
  /// - Parameters:
  ///   - scenario: What happens; its rate lies in 1...100000 Hz, all its times are finite.
  ///   - seed: The random numbers; `nil` for the scenario's own.
  public init(scenario: Scenario, seed: UInt64? = nil) {
    precondition((1...100_000).contains(scenario.rate.value), "rate in 1...100000 Hz")
    precondition(scenario.hasFiniteTimes, "times of a scenario are finite and below a year")
    let seed = seed ?? scenario.seed
    let plan = Plan(scenario, seed: seed)
    let rate = scenario.rate
    stream = StreamDescription(
      sensor: "synthetic:\(scenario.name)",
      driver: "synthetic",
      start: scenario.start,
      channels: scenario.channels.map { $0.description(rate: rate) }
    )
    labels = plan.labels
    self.rate = rate.value
    let count = Int(max(0, (scenario.duration * rate.value).rounded()))
    self.count = count
    gaps = Self.merged(plan.gaps, rate: rate.value, count: count)
    sources = scenario.channels.indices.map { index in
      SampleStream(
        scenario.channels[index],
        plan: plan.channels[index],
        index: index,
        rate: rate,
        seed: seed
      )
    }
  }

  /// Produces up to `seconds` more; a block also ends where a gap begins.
  ///
  /// - Parameters:
  ///   - block: Cleared first, its storage kept.
  ///   - seconds: Less than one sample's time may give an empty block now and a sample later.
  /// - Returns: `false` at the end, with an empty block.
  public mutating func read(into block: inout SampleBlock, seconds: Double) -> Bool {
    block.removeAll()
    while block.channels.count < sources.count { block.channels.append([]) }
    guard index < count else { return false }
    if let gap = gaps.first(where: { $0.contains(index) }) {
      block.gap = Double(gap.upperBound - index) / rate
      index = gap.upperBound
    }
    owed += max(0, seconds) * rate
    let limit = gaps.first { $0.lowerBound > index }?.lowerBound ?? count
    let end = index + Int(min(owed, Double(limit - index)))
    owed = end == limit ? 0 : owed - Double(end - index)
    for channel in sources.indices {
      for sample in index..<end {
        block.channels[channel].append(sources[channel].sample(at: Double(sample) / rate))
      }
    }
    index = end
    return true
  }

  /// The gaps in samples, in order, those that touch joined.
  private static func merged(
    _ gaps: [Range<Double>],
    rate: Double,
    count: Int
  ) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for gap in gaps.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let start = min(max(0, Int((gap.lowerBound * rate).rounded())), count)
      let end = min(max(start, Int((gap.upperBound * rate).rounded())), count)
      if let last = result.last, start <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(end, last.upperBound)
      } else if end > start {
        result.append(start..<end)
      }
    }
    return result
  }
}
