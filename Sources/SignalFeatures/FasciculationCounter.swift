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
struct FasciculationCounter: Sendable {
  private let isCounting: Bool
  private let cellSamples: Int
  private let cellSeconds: Double
  private let reach: Int
  private var lowPass: Biquad
  private var offset = 0.0
  private var isPrimed = false
  private var cell = 0.0
  private var samples = 0
  private var low = 0.0
  private var powers: [Double]
  private var lows: [Double]
  private var cells = 0
  private var background: BackgroundPower
  private var rhythm = RhythmGuard()
  private var count = 0

  /// Prepares for a channel.
  ///
  /// Below 150 Hz a potential has not two samples, and an envelope has none: nothing is counted.
  init(_ channel: ChannelDescription) {
    let rate = channel.rate.value
    isCounting = channel.modality == .emg && rate >= 150
    cellSamples = max(1, Int((0.004 * rate).rounded()))
    cellSeconds = Double(cellSamples) / rate
    reach = isCounting ? Int((Self.alone / cellSeconds).rounded()) : 0
    lowPass = .lowPass(corner: min(20, 0.4 * rate), rate: rate)
    powers = Array(repeating: 0, count: 2 * reach + 1)
    lows = powers
    background = BackgroundPower()
  }

  /// Forgets the past, as after a gap.
  mutating func reset() {
    isPrimed = false
    lowPass.reset()
    cell = 0
    samples = 0
    cells = 0
    background.reset()
    rhythm.reset()
  }

  /// Takes in one sample, raw and conditioned.
  @inline(__always)
  mutating func push(raw: Double, conditioned: Double) {
    guard isCounting else { return }
    if !isPrimed {
      offset = raw
      isPrimed = true
    }
    low = lowPass.advance(raw - offset)
    let square = conditioned * conditioned
    cell += square
    background.push(square)
    samples += 1
    if samples == cellSamples { finishCell() }
  }

  /// The potentials that were found since the last hop; the last digit of a quiet converter, which
  /// changes by one `step`, is none.
  mutating func finishHop(step: Double) -> Int {
    defer { count = 0 }
    background.finishHop(least: step * step)
    return count
  }

  private mutating func finishCell() {
    let slot = cells % powers.count
    powers[slot] = cell / Double(cellSamples)
    lows[slot] = low
    cell = 0
    samples = 0
    cells += 1
    guard cells >= powers.count, let background = background.median else { return }
    let middle = power(0)
    guard middle >= Self.outstanding * background, isHighest(middle) else { return }
    let isFree = rhythm.advance(seconds: Double(cells) * cellSeconds)
    if isFree, isPotential(middle, background) { count += 1 }
  }

  /// Power of the cell `offset` cells after the one that is judged.
  private func power(_ offset: Int) -> Double {
    powers[(cells - 1 - reach + offset) % powers.count]
  }

  private func lowPart(_ offset: Int) -> Double {
    lows[(cells - 1 - reach + offset) % lows.count]
  }

  private func isHighest(_ peak: Double) -> Bool {
    for offset in 1...reach where power(offset) > peak || power(-offset) >= peak { return false }
    return true
  }

  private func isPotential(_ peak: Double, _ background: Double) -> Bool {
    let first = edge(peak, direction: -1)
    let last = edge(peak, direction: 1)
    guard Double(last - first + 1) * cellSeconds <= Self.longest else { return false }
    return isAlone(first...last, peak, background) && hasNoSlowPart(peak)
  }

  /// The last cell in a direction that still belongs to the potential, across one that is low:
  /// between its phases a potential passes through zero.
  private func edge(_ peak: Double, direction: Int) -> Int {
    var edge = 0
    var next = 1
    while next <= reach, next - edge <= 2 {
      if power(direction * next) >= Self.share * peak { edge = next }
      next += 1
    }
    return direction * edge
  }

  private func isAlone(_ own: ClosedRange<Int>, _ peak: Double, _ background: Double) -> Bool {
    let margin = max(1, Int((Self.tail / cellSeconds).rounded(.up)))
    let most = max(Self.share * peak, Self.quiet * background)
    var sum = 0.0
    var others = 0
    for offset in -reach...reach where offset != 0 {
      let power = power(offset)
      if offset >= own.lowerBound - margin, offset <= own.upperBound + margin { continue }
      if power > most { return false }
      sum += power
      others += 1
    }
    return others > 0 && sum <= Self.unchanged * background * Double(others)
  }

  /// Whether the raw signal below 20 Hz kept to the line from before the potential to behind it.
  private func hasNoSlowPart(_ peak: Double) -> Bool {
    let before = lowPart(-reach)
    let slope = (lowPart(reach) - before) / Double(2 * reach)
    let most = Self.slowShare * peak.squareRoot()
    let near = Int((Self.slowWithin / cellSeconds).rounded())
    for offset in -near / 3...near {
      let line = before + slope * Double(offset + reach)
      if abs(lowPart(offset) - line) > most { return false }
    }
    return true
  }

  /// Seconds on either side in which there is nothing else; our assumption, below the 125 ms
  /// between the discharges of a unit that fires steadily at 8 Hz.
  private static let alone = 0.12
  /// Power over that of the second around it: five times the RMS, which Gaussian noise reaches
  /// once in some hours.
  private static let outstanding = 25.0
  /// Part of the peak's power above which a cell belongs to it: 0.4 of its height.
  private static let share = 0.16
  /// Longest potential, in seconds: 10...18 ms and a cell at each end.
  private static let longest = 0.024
  /// What the filters may draw out behind a potential, in seconds.
  private static let tail = 0.012
  /// Power over the background's that other cells may have: four times the RMS.
  private static let quiet = 16.0
  /// Mean power over the background's that the neighbourhood may have: twice the RMS.
  private static let unchanged = 4.0
  /// Deflection below 20 Hz over the height of the peak.
  ///
  /// A potential of 18 ms gives 0.14, a QRS complex of 60 ms 0.9, a step that decays within 50 ms
  /// 0.7.
  private static let slowShare = 0.35
  /// Seconds behind the peak in which the deflection is looked for, and a third of it before.
  private static let slowWithin = 0.06
}
