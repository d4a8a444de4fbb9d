/// Looks for lines of mains hum and their harmonics in eight power spectra at a time.
struct LineSearch: Sendable {
  /// The lines that are looked for, in hertz.
  let nominals: [Double]
  private let middles: [Int]
  private let binWidth: Double

  /// Prepares for mains frequencies in hertz and spectra with bins of `binWidth`.
  init(mains: [Double], rate: Double, binWidth: Double, bins: Int) {
    let limit = min(450, 0.45 * rate)
    var nominals: [Double] = []
    for frequency in mains where frequency > 0 {
      for harmonic in 1...8 where Double(harmonic) * frequency < limit {
        let line = Double(harmonic) * frequency
        let middle = Int((line / binWidth).rounded())
        guard !nominals.contains(where: { abs($0 - line) < 2 }), middle >= 8, middle + 8 < bins
        else { continue }
        nominals.append(line)
      }
    }
    self.nominals = nominals
    middles = nominals.map { Int(($0 / binWidth).rounded()) }
    self.binWidth = binWidth
  }

  /// Looks in the first lanes.
  ///
  /// - Parameters:
  ///   - power: Power per bin, 0 Hz first.
  ///   - lanes: How many lanes hold a spectrum.
  ///   - peaks: Where the lines of each lane are put, one lane after the other.
  func measure(
    _ power: UnsafePointer<SignalLanes>,
    lanes: Int,
    into peaks: UnsafeMutablePointer<LinePeak>
  ) {
    for (line, middle) in middles.enumerated() {
      var near = SignalLanes()
      for bin in middle - 3...middle + 3 { near += power[bin] }
      var around = SignalLanes()
      for step in 4...6 { around += power[middle - step] + power[middle + step] }
      // Most spectra have no line here, which is seen without a look for its peak.
      let isThere = near * 1.001 - around * (5 / 6) .> around * 0.5
      for lane in 0..<lanes {
        peaks[lane * middles.count + line] =
          isThere[lane] ? peak(power, lane, middle, Double(around[lane])) : LinePeak()
      }
    }
  }

  /// The line near a bin: its power over what surrounds it, and where its peak is.
  ///
  /// The peak of a Hann window is interpolated from the two greatest bins (Grandke 1983, IEEE
  /// Trans. Instrum. Meas. 32:350).
  private func peak(
    _ power: UnsafePointer<SignalLanes>,
    _ lane: Int,
    _ middle: Int,
    _ around: Double
  ) -> LinePeak {
    var best = middle
    for bin in middle - 1...middle + 1 where power[bin][lane] > power[best][lane] { best = bin }
    var line: Float = 0
    for bin in best - 2...best + 2 { line += power[bin][lane] }
    let excess = Double(line) - 5 * around / 6
    guard excess > 3 * around / 6 else { return LinePeak() }
    let isAbove = power[best + 1][lane] > power[best - 1][lane]
    let neighbour = isAbove ? power[best + 1][lane] : power[best - 1][lane]
    let greatest = max(power[best][lane], .leastNormalMagnitude)
    let ratio = Double((neighbour / greatest).squareRoot())
    let shift = min(0.5, max(0, (2 * ratio - 1) / (1 + ratio)))
    let bin = Double(best) + (isAbove ? shift : -shift)
    return LinePeak(power: excess, frequency: bin * binWidth)
  }
}
