internal import CrampModel

/// Counts fasciculations: single motor-unit potentials of a muscle that is otherwise at rest.
///
/// The signal is cut into cells of about 4 ms. A cell counts if it stands out of the second around
/// it, is the highest within 120 ms on both sides, is narrow, has nothing else beside it, and if
/// the raw signal has not moved below 20 Hz at the same time:
///
///     potential, 10...18 ms       heart beat, 60...100 ms        electrode pop
///             ╷                          ╭╮                      ╷
///     ~~~~~~~~│~╷~~~~~~~~         ~~~~~~╭╯╰╮ ╭~~~~~         ~~~~~│╲___
///               ╵                          ╰─╯                       ‾‾‾──
///
/// What repeats at the constant interval of a heart is not counted either. Constant memory,
/// everything is allocated by `init`.
///
/// Four channels lie side by side; what one does changes nothing in another.
struct FasciculationLanes: ~Copyable {
  /// Whether anything is counted.
  let isCounting: Bool
  /// Samples in a cell; cells lie on the grid of the stream.
  let cellSamples: Int
  private let cellSeconds: Double
  private let reach: Int
  /// A power of two, less one.
  private let mask: Int
  private let powers: UnsafeMutablePointer<ChannelLanes>
  private let lows: UnsafeMutablePointer<ChannelLanes>
  /// The first cell of each lane that was not cut by a gap.
  private var first = SIMD4<Int>()
  private var background = [BackgroundPower](repeating: BackgroundPower(), count: 4)
  /// Power above which a cell stands out, in each lane; nothing does while that is unknown.
  private var limit = ChannelLanes(repeating: .infinity)
  private var rhythm = [RhythmGuard](repeating: RhythmGuard(), count: 4)
  private var counts = SIMD4<Int>()

  /// Prepares for channels of a rate in hertz.
  ///
  /// Below 150 Hz a potential has not two samples, and an envelope has none: nothing is counted.
  init(rate: Double, modality: Modality) {
    isCounting = modality == .emg && rate >= 150
    cellSamples = max(1, Int((0.004 * rate).rounded()))
    cellSeconds = Double(cellSamples) / rate
    reach = isCounting ? Int((Self.alone / cellSeconds).rounded()) : 0
    let cellsOfHop = Int(FeatureRow.hopSeconds / cellSeconds) + 2
    var capacity = 1
    while capacity < 2 * reach + 1 + cellsOfHop { capacity *= 2 }
    mask = capacity - 1
    powers = .allocate(capacity: capacity)
    lows = .allocate(capacity: capacity)
    powers.initialize(repeating: .zero, count: capacity)
    lows.initialize(repeating: .zero, count: capacity)
  }

  deinit {
    powers.deallocate()
    lows.deallocate()
  }

  /// Forgets a lane's past, as after a gap; `next` is its first cell that is whole.
  mutating func reset(lane: Int, next: Int) {
    first[lane] = next
    background[lane].reset()
    limit[lane] = .infinity
    rhythm[lane].reset()
  }

  /// Takes in a cell of all lanes.
  ///
  /// - Parameters:
  ///   - number: Its number since the beginning of the stream.
  ///   - power: Its mean power.
  ///   - low: The part of the raw signal below 20 Hz at its end.
  ///   - isMeant: The lanes whose cell this is.
  @inline(__always)
  mutating func push(
    _ number: Int,
    power: ChannelLanes,
    low: ChannelLanes,
    isMeant: SIMDMask<SIMD4<Int64>>
  ) {
    powers[number & mask] = power
    lows[number & mask] = low
    let isOutstanding = powers[(number - reach) & mask] .>= limit
    if any(isOutstanding) { judge(number, isOutstanding .& isMeant) }
  }

  /// Takes in a cell of one lane.
  mutating func push(_ number: Int, power: Double, low: Double, lane: Int) {
    powers[number & mask][lane] = power
    lows[number & mask][lane] = low
    if powers[(number - reach) & mask][lane] >= limit[lane] { judge(number, lane) }
  }

  /// Takes in a cell of a lane of which nothing is there, as if it were like the one before.
  mutating func pushAgain(_ number: Int, lane: Int) {
    let before = (number - 1) & mask
    push(number, power: powers[before][lane], low: lows[before][lane], lane: lane)
  }

  /// Ends a hop of a lane.
  ///
  /// - Parameters:
  ///   - lane: The lane.
  ///   - power: Its mean power; `nil` without samples.
  ///   - step: The last digit of a quiet converter, which changes by one step, is no potential.
  /// - Returns: The potentials that were found since the last hop.
  mutating func finishHop(lane: Int, power: Double?, step: Double) -> Int {
    guard isCounting else { return 0 }
    if let power {
      background[lane].append(power, least: step * step)
      limit[lane] = background[lane].median.map { Self.outstanding * $0 } ?? .infinity
    }
    defer { counts[lane] = 0 }
    return counts[lane]
  }

  private mutating func judge(_ number: Int, _ lanes: SIMDMask<SIMD4<Int64>>) {
    for lane in 0..<4 where lanes[lane] { judge(number, lane) }
  }

  private mutating func judge(_ number: Int, _ lane: Int) {
    guard number - first[lane] >= 2 * reach, let background = background[lane].median else {
      return
    }
    let cells = PotentialShape(
      powers: powers,
      lows: lows,
      mask: mask,
      lane: lane,
      middle: number - reach,
      reach: reach,
      cellSeconds: cellSeconds
    )
    guard cells.isHighest else { return }
    let isFree = rhythm[lane].advance(seconds: Double(number) * cellSeconds)
    if isFree, cells.isPotential(above: background) { counts[lane] += 1 }
  }

  /// Seconds on either side in which there is nothing else; our assumption, below the 125 ms
  /// between the discharges of a unit that fires steadily at 8 Hz.
  private static let alone = 0.12
  /// Power over that of the second around it: five times the RMS, which Gaussian noise reaches
  /// once in some hours.
  private static let outstanding = 25.0
}
