internal import CrampModel

/// Takes lines of mains hum out of the conditioned signal, where and as long as there are some.
///
/// A line is notched while its power is more than a fiftieth of what muscle and noise have; its
/// frequency follows the spectrum's peak. The notches are 3 Hz wide: a tenth of a second of
/// settling, and little muscle is lost. What the quality is judged by stays as it is.
struct MainsNotch: Sendable {
  private static let width = 3.0
  private static let share = 0.02
  /// Half seconds for which a notch stays when its line has gone.
  private static let hold = 6

  private struct Line: Sendable {
    let nominal: Double
    var frequency: Double
    var left = 0
    var filter: Biquad
  }

  private let rate: Double
  private let binWidth: Double
  private var lines: [Line] = []
  private var active: [Int] = []

  /// Prepares for mains frequencies in hertz and spectra with bins of `binWidth`.
  init(mains: [Double], rate: Double, binWidth: Double) {
    self.rate = rate
    self.binWidth = binWidth
    let limit = min(450, 0.45 * rate)
    for frequency in mains where frequency > 0 {
      for harmonic in 1...8 where Double(harmonic) * frequency < limit {
        let line = Double(harmonic) * frequency
        guard !lines.contains(where: { abs($0.nominal - line) < 2 }) else { continue }
        let filter = Biquad.notch(frequency: line, width: Self.width, rate: rate)
        lines.append(Line(nominal: line, frequency: line, filter: filter))
      }
    }
    active.reserveCapacity(lines.count)
  }

  /// Whether any line is being taken out.
  var isActive: Bool { !active.isEmpty }

  /// Forgets the past of the filters, as after a gap.
  mutating func reset() {
    for index in lines.indices { lines[index].filter.reset() }
  }

  /// Filters one sample.
  @inline(__always)
  mutating func advance(_ sample: Double) -> Double {
    var value = sample
    for index in active { value = lines[index].filter.advance(value) }
    return value
  }

  /// Looks for lines in a new spectrum.
  ///
  /// - Parameters:
  ///   - power: Power per bin.
  ///   - clean: What of it is not hum.
  mutating func tune(_ power: [Float], clean: Double) {
    active.removeAll(keepingCapacity: true)
    for index in lines.indices {
      let found = peak(power, near: lines[index].nominal)
      if let found, found.power > Self.share * clean {
        if lines[index].left == 0 {
          lines[index].frequency = found.frequency
          lines[index].filter.reset()
        }
        lines[index].frequency += 0.5 * (found.frequency - lines[index].frequency)
        lines[index].filter.retune(
          Biquad.notch(frequency: lines[index].frequency, width: Self.width, rate: rate)
        )
        lines[index].left = Self.hold
      } else if lines[index].left > 0 {
        lines[index].left -= 1
      }
      if lines[index].left > 0 { active.append(index) }
    }
  }

  /// The line near a frequency: its power over what surrounds it, and where its peak is.
  ///
  /// The peak of a Hann window is interpolated from the two greatest bins (Grandke 1983, IEEE
  /// Trans. Instrum. Meas. 32:350).
  private func peak(_ power: [Float], near nominal: Double) -> (power: Double, frequency: Double)? {
    let middle = Int((nominal / binWidth).rounded())
    guard middle >= 8, middle + 8 < power.count else { return nil }
    var best = middle
    for bin in middle - 1...middle + 1 where power[bin] > power[best] { best = bin }
    var line: Float = 0
    for bin in best - 2...best + 2 { line += power[bin] }
    var around: Float = 0
    for step in 4...6 { around += power[middle - step] + power[middle + step] }
    let excess = Double(line) - 5 * Double(around) / 6
    guard excess > 3 * Double(around) / 6 else { return nil }
    let isAbove = power[best + 1] > power[best - 1]
    let neighbour = isAbove ? power[best + 1] : power[best - 1]
    let ratio = Double((neighbour / max(power[best], .leastNormalMagnitude)).squareRoot())
    let shift = min(0.5, max(0, (2 * ratio - 1) / (1 + ratio)))
    let bin = Double(best) + (isAbove ? shift : -shift)
    return (excess, bin * binWidth)
  }
}
