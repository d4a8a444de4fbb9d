internal import CrampModel

#if canImport(Glibc)
internal import Glibc
#endif

/// Reads mains hum, motion, band powers, flatness and median frequency off eight power spectra at
/// a time, one in each lane.
///
/// What one lane holds changes nothing in another.
struct SpectralLanes: Sendable {
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

  /// Reads the spectra of the first lanes.
  ///
  /// - Parameters:
  ///   - power: Power per bin, 0 Hz first.
  ///   - lanes: How many lanes hold a spectrum.
  ///   - readings: Where what was read is put, one for each lane.
  func measure(
    _ power: UnsafePointer<SignalLanes>,
    lanes: Int,
    into readings: UnsafeMutablePointer<SpectralReading>
  ) {
    let low = sum(power, motionBins)
    let high = sum(power, motionBins.upperBound..<bins)
    let above = sum(power, humFloor..<max(humFloor, bins))
    var hum = SignalLanes()
    for mains in humBins {
      var share = SignalLanes()
      for band in mains { share += sum(power, band) }
      hum.replace(with: share, where: share .> hum)
    }
    let flatness = flatness(power)
    let median = medianBin(power, half: high * 0.5)
    for lane in 0..<lanes {
      let all = Double(low[lane]) + Double(high[lane])
      readings[lane].motion = all > 0 ? Double(low[lane]) / all : 0
      let floor = Double(above[lane])
      readings[lane].hum = floor > 0 ? min(1, Double(hum[lane]) / floor) : 0
      readings[lane].flatness = Double(flatness[lane])
      readings[lane].medianFrequency = high[lane] > 0 ? Double(median[lane]) * binWidth : 0
    }
    measureBands(power, lanes, readings)
  }

  private func measureBands(
    _ power: UnsafePointer<SignalLanes>,
    _ lanes: Int,
    _ readings: UnsafeMutablePointer<SpectralReading>
  ) {
    var clean = SignalLanes()
    var all = SignalLanes()
    for band in bandBins.indices {
      var sum = SignalLanes()
      var lines = SignalLanes()
      var count = 0
      for index in bandBins[band] {
        if isMains[index] {
          lines += power[index]
        } else {
          sum += power[index]
          count += 1
        }
      }
      all += sum + lines
      let mean = count > 0 ? sum / Float(count) : SignalLanes()
      clean += mean * Float(bandBins[band].count)
      let density = mean * Float(perHertz)
      for lane in 0..<lanes { readings[lane].density[band] = density[lane] }
    }
    for lane in 0..<lanes {
      let (clean, all) = (Double(clean[lane]), Double(all[lane]))
      let hum = max(0, all - clean)
      readings[lane].cleanPower = all > 0 ? clean : 0
      readings[lane].clean = all > 0 ? min(1, max(0, clean - Self.leakage * hum) / all) : 1
    }
  }

  @inline(__always)
  private func sum(_ power: UnsafePointer<SignalLanes>, _ range: Range<Int>) -> SignalLanes {
    var sum = SignalLanes()
    for index in range { sum += power[index] }
    return sum
  }

  /// Wiener entropy: the geometric over the arithmetic mean, over runs of four bins to steady it.
  ///
  /// The logarithm of a product is taken, whose exponents are counted apart.
  private func flatness(_ power: UnsafePointer<SignalLanes>) -> SignalLanes {
    var total = SignalLanes()
    var product = SignalLanes(repeating: 1)
    var exponents = SIMD8<Int32>()
    var logarithms = SignalLanes()
    var count: Float = 0
    var index = flatBins.lowerBound
    while index + 4 <= flatBins.upperBound {
      let four = power[index] + power[index + 1] + power[index + 2] + power[index + 3]
      total += four
      let some = four.replacing(with: Self.least, where: four .< Self.least)
      let bits = unsafeBitCast(some, to: SIMD8<Int32>.self)
      exponents &+= (bits &>> 23) &- 127
      product *= unsafeBitCast((bits & 0x7F_FFFF) | 0x3F80_0000, to: SignalLanes.self)
      count += 1
      index += 4
      // A hundred mantissas below 2 stay below the greatest number.
      if Int(count) % 100 == 0 { takeLogarithm(&product, into: &logarithms) }
    }
    guard count > 0 else { return SignalLanes() }
    takeLogarithm(&product, into: &logarithms)
    var flatness = SignalLanes()
    for lane in 0..<8 where total[lane] > 0 {
      let sum = logarithms[lane] + Float(exponents[lane]) * Self.logarithmOfTwo
      flatness[lane] = expf(sum / count) / (total[lane] / count)
    }
    return flatness
  }

  private static let least = SignalLanes(repeating: 1e-30)
  private static let logarithmOfTwo: Float = 0.693_147_2

  @inline(__always)
  private func takeLogarithm(_ product: inout SignalLanes, into sum: inout SignalLanes) {
    for lane in 0..<8 { sum[lane] += logf(product[lane]) }
    product = SignalLanes(repeating: 1)
  }

  /// The bin at which the power from 20 Hz on has reached half.
  private func medianBin(_ power: UnsafePointer<SignalLanes>, half: SignalLanes) -> SIMD8<Int32> {
    var running = SignalLanes()
    var below = SIMD8<Int32>(repeating: Int32(motionBins.upperBound))
    for index in motionBins.upperBound..<bins {
      running += power[index]
      below &-= unsafeBitCast(running .< half, to: SIMD8<Int32>.self)
    }
    return below
  }
}
