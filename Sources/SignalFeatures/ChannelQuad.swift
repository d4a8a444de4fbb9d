internal import CrampModel

/// Filters and sums up to four channels of EMG or envelope of one rate side by side, hop by hop.
///
/// What one channel holds changes nothing in another but beyond the fifteenth digit. Everything is
/// allocated by `init`.
struct ChannelQuad: ~Copyable {
  /// Lanes that are in use.
  let count: Int
  let lanes: UnsafeMutablePointer<ChannelLane>
  private let samplesToForgive: Int
  var conditioning: ConditioningLanes
  var fasciculations: FasciculationLanes
  var notch: NotchLanes
  let values: UnsafeMutablePointer<ChannelLanes>
  let delays: UnsafeMutablePointer<ChannelLanes>
  var sums = LaneSums()
  var cell = CellSum()
  private var background = LaneSums.Mark()

  /// The cell that is being filled: sum of squares and number of samples.
  struct CellSum {
    var squares = ChannelLanes()
    var samples = ChannelLanes()
  }

  /// Prepares for up to four channels of the same rate and modality.
  ///
  /// - Parameters:
  ///   - channels: The channels.
  ///   - rate: Theirs, in hertz.
  ///   - modality: Theirs.
  ///   - window: Raw samples in a spectrum.
  ///   - chunk: Samples that are received at a time.
  ///   - lines: Lines of mains that are looked for.
  init(
    _ channels: ArraySlice<ChannelDescription>,
    rate: Double,
    modality: Modality,
    window: Int,
    chunk: Int,
    lines: Int
  ) {
    count = channels.count
    lanes = .allocate(capacity: channels.count)
    for (lane, channel) in channels.enumerated() {
      (lanes + lane).initialize(to: ChannelLane(channel, window: window, chunk: chunk))
    }
    // Longer holes are never bridged (20 ms): the filters start anew behind them.
    samplesToForgive = max(1, Int(0.02 * rate))
    conditioning = ConditioningLanes(rate: rate, modality: modality)
    fasciculations = FasciculationLanes(rate: rate, modality: modality)
    notch = NotchLanes(count: lines, rate: rate)
    let capacity = Int(rate * FeatureRow.hopSeconds) + 2
    values = .allocate(capacity: capacity)
    values.initialize(repeating: .zero, count: capacity)
    delays = .allocate(capacity: capacity + 2)
    delays.initialize(repeating: .zero, count: capacity + 2)
  }

  deinit {
    values.deallocate()
    delays.deallocate()
    lanes.deinitialize(count: count)
    lanes.deallocate()
  }

  /// Looks for other lines of mains from now on.
  mutating func use(lines: Int, rate: Double) { notch = NotchLanes(count: lines, rate: rate) }

  /// Goes by the lines of mains in a lane's newest spectrum.
  mutating func tune(lane: Int, _ peaks: UnsafePointer<LinePeak>, clean: Double) {
    notch.tune(lane: lane, peaks, clean: clean)
  }

  /// Takes in a stretch of the waiting samples that lies within a hop.
  ///
  /// - Parameters:
  ///   - offset: Where it begins in what waits.
  ///   - size: Its samples.
  ///   - position: Where it begins in the stream.
  mutating func push(_ offset: Int, _ size: Int, at position: Int) {
    var meant = SIMDMask<SIMD4<Int64>>(repeating: false)
    var any: UnsafePointer<Float>?
    for lane in 0..<count
    where lanes[lane].history.isWhole(offset, size) {
      meant[lane] = true
      let samples = lanes[lane].history.samples(from: offset)
      any = any ?? samples
      begin(lane, at: samples[0], position)
      lanes[lane].raw.take(samples, size)
    }
    if let any { takeAll(offset, size, position, meant, any) }
    for lane in 0..<count {
      if meant[lane] {
        lanes[lane].history.keep(offset, size)
      } else {
        takeSome(offset, size, position, lane)
      }
    }
  }

  /// Takes in missing samples of a lane.
  mutating func miss(_ size: Int, _ lane: Int, at position: Int) {
    endCells(lane, size, position)
    lanes[lane].missingRun = min(lanes[lane].missingRun + size, .max / 2)
    let isGap = lanes[lane].missingRun > samplesToForgive
    lanes[lane].raw.miss(size, isGap: isGap)
    guard isGap else { return }
    lanes[lane].history.forget()
    sums.previous[lane] = 0
  }

  /// Ends a gap of a lane, if there was one, with its next sample.
  mutating func begin(_ lane: Int, at sample: Float, _ position: Int) {
    if lanes[lane].missingRun > samplesToForgive {
      conditioning.reset(lane: lane, at: Double(sample))
      notch.reset(lane: lane)
      let size = fasciculations.cellSamples
      fasciculations.reset(lane: lane, next: (position + size - 1) / size)
      background.set(lane, to: sums, present: lanes[lane].raw.present)
    }
    lanes[lane].missingRun = 0
  }

  /// Ends the hop of a lane.
  ///
  /// - Returns: What it came to.
  mutating func finishHop(lane: Int) -> LaneHop {
    let step = lanes[lane].raw.step
    let known = step.isFinite ? Double(step) : 0
    let count = fasciculations.finishHop(
      lane: lane,
      power: background.power(lane, of: sums, present: lanes[lane].raw.present),
      step: known
    )
    defer { lanes[lane].raw.finishHop() }
    return LaneHop(
      sums: sums.hop(lane, lanes[lane].raw, isClean: notch.isActive[lane]),
      fasciculations: count,
      step: known,
      isCoarse: lanes[lane].raw.isCoarse(step: step)
    )
  }

  /// Ends the hop of all lanes, behind ``finishHop(lane:)`` of each.
  mutating func finishHop() {
    sums.finishHop()
    background.finishHop()
    conditioning.rest()
  }
}

/// What a hop of one channel came to.
struct LaneHop: Sendable {
  var sums: HopSums
  /// Potentials that were found.
  var fasciculations: Int
  /// The smallest difference between neighbouring raw samples so far; 0 while it is unknown.
  var step: Double
  /// Whether the converter has 256 steps or fewer.
  var isCoarse: Bool
}

/// What one channel of a quad has for itself.
struct ChannelLane: ~Copyable {
  var history: RawHistory
  var raw: RawStatistics
  /// Samples that have been missing up to now; endless before the first one.
  var missingRun = Int.max / 2

  init(_ channel: ChannelDescription, window: Int, chunk: Int) {
    history = RawHistory(window: window, chunk: chunk)
    raw = RawStatistics(low: channel.railLow, high: channel.railHigh)
  }
}
