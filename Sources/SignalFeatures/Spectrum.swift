internal import CKissFFT

/// Power spectrum of the last second of raw samples, by one real FFT with a Hann window.
///
/// The plan and the buffers are made once.
final class Spectrum {
  /// Samples in a window: even, with small prime factors, at most one second.
  let size: Int
  /// Width of a bin, in hertz.
  let binWidth: Double
  private let plan: kiss_fftr_cfg?
  private let window: [Float]
  private var input: [Float]
  private var output: [kiss_fft_cpx]
  /// Power per bin, 0 Hz first; arbitrary scale.
  private(set) var power: [Float]

  /// Plans for a rate in hertz.
  init(rate: Double) {
    size = Self.fastSize(atMost: max(16, Int(rate.rounded(.down))))
    binWidth = rate / Double(size)
    plan = kiss_fftr_alloc(Int32(size), 0, nil, nil)
    let count = size
    window = (0..<count).map { index in
      let phase = 2 * Double.pi * (Double(index) + 0.5) / Double(count)
      return Float(0.5 - 0.5 * cosine(phase))
    }
    input = Array(repeating: 0, count: size)
    output = Array(repeating: kiss_fft_cpx(r: 0, i: 0), count: size / 2 + 1)
    power = Array(repeating: 0, count: size / 2 + 1)
  }

  deinit {
    if let plan { crampd_kiss_fftr_free(plan) }
  }

  /// Measures `size` samples of a ring whose oldest is at `start`; their mean is taken off.
  func measure(ring: [Float], start: Int) {
    guard let plan, ring.count >= size else { return }
    var sum: Float = 0
    var position = start
    for index in 0..<size {
      input[index] = ring[position]
      sum += ring[position]
      position += 1
      if position == ring.count { position = 0 }
    }
    let mean = sum / Float(size)
    for index in 0..<size {
      input[index] = (input[index] - mean) * window[index]
    }
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        kiss_fftr(plan, from, to)
      }
    }
    for index in power.indices {
      power[index] = output[index].r * output[index].r + output[index].i * output[index].i
    }
  }

  private static func fastSize(atMost limit: Int) -> Int {
    var size = limit - limit % 2
    while size > 16 {
      var rest = size / 2
      for factor in [2, 3, 5] {
        while rest % factor == 0 { rest /= factor }
      }
      if rest == 1 { return size }
      size -= 2
    }
    return 16
  }
}
