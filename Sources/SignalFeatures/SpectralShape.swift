internal import CrampModel

#if canImport(Glibc)
internal import Glibc
#endif

/// Reads mains hum, motion, flatness and median frequency off a power spectrum.
struct SpectralShape: Sendable {
  private let binWidth: Double
  private let bins: Int
  private let motionBins: Range<Int>
  private let humFloor: Int
  private let flatBins: Range<Int>
  private let humBins: [[Range<Int>]]

  /// Prepares the bands for spectra of `bins` bins that are `binWidth` hertz wide.
  init(binWidth: Double, bins: Int, mains: [Double]) {
    self.binWidth = binWidth
    self.bins = bins
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
  }

  /// Fills the spectral members of `quality`.
  func measure(_ power: [Float], into quality: inout SignalQuality) {
    guard power.count == bins else { return }
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
    quality.flatness = flatness(power)
    quality.medianFrequency = medianFrequency(power)
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
