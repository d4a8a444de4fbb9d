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
    let batch = SpectrumBatch(rate: rate)
    let starts = stride(
      from: samples.startIndex,
      through: samples.endIndex - batch.size,
      by: batch.size / 2
    )
    .filter { samples[$0..<$0 + batch.size].allSatisfy(\.isFinite) }
    guard !starts.isEmpty else { return nil }
    let first = samples.startIndex
    power = samples.withUnsafeBufferPointer { samples in
      samples.baseAddress.map { base in Self.sum(batch, starts.map { base + ($0 - first) }) } ?? []
    }
    .map { $0 / Double(starts.count) }
    binWidth = batch.binWidth
    windows = starts.count
  }

  private static func sum(_ batch: SpectrumBatch, _ starts: [UnsafePointer<Float>]) -> [Double] {
    var sums = [Double](repeating: 0, count: batch.bins)
    for first in stride(from: 0, to: starts.count, by: SpectrumBatch.lanes) {
      let count = min(SpectrumBatch.lanes, starts.count - first)
      for lane in 0..<count { batch.set(starts[first + lane], lane: lane) }
      batch.measure(count)
      for lane in 0..<count {
        for bin in sums.indices { sums[bin] += Double(batch.power[bin][lane]) }
      }
    }
    return sums
  }
}
