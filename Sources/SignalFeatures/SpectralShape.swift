internal import CrampModel

#if canImport(Glibc)
internal import Glibc
#endif

/// Reads mains hum, motion, band powers, flatness and median frequency off a power spectrum.
struct SpectralShape: Sendable {
  private let binWidth: Double
  private let bins: Int
  private let motionBins: Range<Int>
  private let humFloor: Int
  private let flatBins: Range<Int>
  private let humBins: [[Range<Int>]]
  private let perHertz: Double
  private let bandBins: [Range<Int>]
  private let isMains: [Bool]

  /// Prepares the bands for spectra of `size` samples at a rate in hertz.
  init(rate: Double, size: Int, mains: [Double]) {
    let binWidth = rate / Double(size)
    let bins = size / 2 + 1
    self.binWidth = binWidth
    self.bins = bins
    // The window's squares sum up to three eighths of its length, and half of the power is at
    // negative frequencies.
    perHertz = 2 / (rate * 0.375 * Double(size))
    func bin(_ frequency: Double) -> Int {
      min(bins, max(0, Int((frequency / binWidth).rounded())))
    }
    motionBins = bin(1)..<bin(20)
    humFloor = bin(15)
    flatBins = bin(20)..<max(bin(20), bin(min(400, 0.45 * 2 * binWidth * Double(bins - 1))))
    humBins = mains.map { mains in
      (1...8).map { harmonic in
        let centre = mains * Double(harmonic)
        return bin(centre - 2)..<max(bin(centre - 2), min(bins, bin(centre + 2) + 1))
      }
    }
    let top = 0.45 * rate
    bandBins = SignalQuality.bands.map { band in
      let high = min(band.upperBound, top)
      return high - band.lowerBound >= 6 ? bin(band.lowerBound)..<bin(high) : 0..<0
    }
    isMains = (0..<bins).map { index in
      let frequency = Double(index) * binWidth
      return mains.contains { mains in
        let harmonic = max(1, (frequency / mains).rounded())
        return harmonic <= 8 && abs(frequency - harmonic * mains) <= Self.line
      }
    }
  }

  /// Half the width of a line of mains behind the window, in hertz.
  private static let line = 3.0
  /// Share of a line's power that the window spreads beyond it: side lobes of a Hann window from
  /// the third bin on.
  private static let leakage = 5e-4

  /// Fills the spectral members of `quality` and returns the power that is not mains hum.
  func measure(_ power: [Float], into quality: inout SignalQuality) -> Double {
    guard power.count == bins else { return 0 }
    let low = sum(power, motionBins)
    let all = low + sum(power, motionBins.upperBound..<bins)
    quality.motion = all > 0 ? low / all : 0
    let above = sum(power, humFloor..<max(humFloor, bins))
    var hum = 0.0
    for mains in humBins {
      var share = 0.0
      for band in mains { share += sum(power, band) }
      hum = max(hum, share)
    }
    quality.hum = above > 0 ? min(1, hum / above) : 0
    let clean = measureBands(power, into: &quality)
    quality.flatness = flatness(power)
    quality.medianFrequency = medianFrequency(power)
    return clean
  }

  private func measureBands(_ power: [Float], into quality: inout SignalQuality) -> Double {
    var clean = 0.0
    var all = 0.0
    for band in bandBins.indices {
      var sum = 0.0
      var lines = 0.0
      var count = 0
      for index in bandBins[band] {
        if isMains[index] {
          lines += Double(power[index])
        } else {
          sum += Double(power[index])
          count += 1
        }
      }
      all += sum + lines
      let mean = count > 0 ? sum / Double(count) : 0
      clean += mean * Double(bandBins[band].count)
      quality.density[band] = Float(mean * perHertz)
    }
    guard all > 0 else {
      quality.clean = 1
      return 0
    }
    let hum = max(0, all - clean)
    quality.clean = min(1, max(0, clean - Self.leakage * hum) / all)
    return clean
  }

  private func sum(_ power: [Float], _ range: Range<Int>) -> Double {
    var sum: Float = 0
    for index in range { sum += power[index] }
    return Double(sum)
  }

  /// Wiener entropy: the geometric over the arithmetic mean, over runs of four bins to steady it.
  private func flatness(_ power: [Float]) -> Double {
    var logarithms: Float = 0
    var total: Float = 0
    var count: Float = 0
    var index = flatBins.lowerBound
    while index + 4 <= flatBins.upperBound {
      let four = power[index] + power[index + 1] + power[index + 2] + power[index + 3]
      logarithms += logf(max(four, 1e-30))
      total += four
      count += 1
      index += 4
    }
    guard count > 0, total > 0 else { return 0 }
    return Double(expf(logarithms / count) / (total / count))
  }

  private func medianFrequency(_ power: [Float]) -> Double {
    let band = motionBins.upperBound..<bins
    let half = sum(power, band) / 2
    guard half > 0 else { return 0 }
    var running = 0.0
    for index in band {
      running += Double(power[index])
      if running >= half { return Double(index) * binWidth }
    }
    return 0
  }
}
