/// The power spectrum of a stretch of samples: the mean of windows of a second that overlap by half.
///
/// Source: P. Welch, "The use of fast Fourier transform for the estimation of power spectra", IEEE
/// Transactions on Audio and Electroacoustics 15 (1967); the window is that of Hann.
public struct AveragedSpectrum: Hashable, Sendable {
  /// Width of a bin, in hertz.
  public let binWidth: Double
  /// Mean power in each bin from 0 Hz on, on an arbitrary scale that is the same for all stretches
  /// of the same rate.
  public let power: [Double]
  /// How many windows it is the mean of.
  public let windows: Int

  /// Measures a stretch; `nil` if there is no whole window in it.
  ///
  /// - Parameters:
  ///   - samples: Consecutive ones; windows in which one is missing, NaN, are left out.
  ///   - rate: Samples per second; positive and finite.
  public init?(_ samples: ArraySlice<Float>, rate: Double) {
    guard rate > 0, rate.isFinite, rate < 1e7 else { return nil }
    let spectrum = Spectrum(rate: rate)
    var sums = [Double](repeating: 0, count: spectrum.power.count)
    var count = 0
    var start = samples.startIndex
    while start + spectrum.size <= samples.endIndex {
      let window = Array(samples[start..<start + spectrum.size])
      if window.allSatisfy(\.isFinite) {
        spectrum.measure(ring: window, start: 0)
        for index in sums.indices { sums[index] += Double(spectrum.power[index]) }
        count += 1
      }
      start += spectrum.size / 2
    }
    guard count > 0 else { return nil }
    binWidth = spectrum.binWidth
    power = sums.map { $0 / Double(count) }
    windows = count
  }
}
