/// Measures spectra of stretches of raw samples, eight at a time.
///
/// Each is that of a window of at most a second, its mean taken off, under a Hann window. What one
/// lane holds changes nothing in another. Everything is allocated by `init`.
final class SpectrumBatch {
  /// How many are measured at a time.
  static let lanes = 8

  /// Samples in a window: even, with small prime factors, at most one second.
  let size: Int
  /// Width of a bin, in hertz.
  let binWidth: Double
  private let fourier: FourierLanes
  private let window: UnsafeMutablePointer<Float>
  /// What unused lanes read.
  private let nothing: UnsafeMutablePointer<Float>
  private let starts: UnsafeMutablePointer<UnsafePointer<Float>>

  /// Plans for a rate in hertz.
  init(rate: Double) {
    size = FourierLanes.fastSize(atMost: max(16, Int(rate.rounded(.down))))
    binWidth = rate / Double(size)
    fourier = FourierLanes(size: size)
    window = .allocate(capacity: size)
    for index in 0..<size {
      let phase = 2 * Double.pi * (Double(index) + 0.5) / Double(size)
      (window + index).initialize(to: Float(0.5 - 0.5 * cosine(phase)))
    }
    nothing = .allocate(capacity: size)
    nothing.initialize(repeating: 0, count: size)
    starts = .allocate(capacity: Self.lanes)
    starts.initialize(repeating: UnsafePointer(nothing), count: Self.lanes)
  }

  deinit {
    window.deallocate()
    nothing.deallocate()
    starts.deallocate()
  }

  /// Power per bin of the windows last measured, 0 Hz first; arbitrary scale.
  var power: UnsafePointer<SignalLanes> { UnsafePointer(fourier.power) }

  /// Bins of ``power``.
  var bins: Int { size / 2 + 1 }

  /// Puts a window of ``size`` samples into a lane; they are read by ``measure(_:)``.
  func set(_ start: UnsafePointer<Float>, lane: Int) { starts[lane] = start }

  /// Measures the windows of the first `count` lanes.
  func measure(_ count: Int) {
    for lane in count..<Self.lanes { starts[lane] = UnsafePointer(nothing) }
    var mean = SignalLanes()
    for lane in 0..<count { mean[lane] = self.mean(starts[lane]) }
    let (a, b, c, d) = (starts[0], starts[1], starts[2], starts[3])
    let (e, f, g, h) = (starts[4], starts[5], starts[6], starts[7])
    for index in 0..<size {
      let samples = SignalLanes(
        a[index],
        b[index],
        c[index],
        d[index],
        e[index],
        f[index],
        g[index],
        h[index]
      )
      fourier.set((samples - mean) * window[index], at: index)
    }
    fourier.measure()
  }

  /// The mean of a window, whose sums of every eighth sample are added up.
  private func mean(_ start: UnsafePointer<Float>) -> Float {
    let samples = UnsafeRawPointer(start)
    let whole = size & ~7
    var sums = SignalLanes()
    var index = 0
    while index < whole {
      sums += samples.loadUnaligned(fromByteOffset: 4 * index, as: SignalLanes.self)
      index += 8
    }
    var sum = sums.sum()
    while index < size {
      sum += start[index]
      index += 1
    }
    return sum / Float(size)
  }
}

@available(*, unavailable)
extension SpectrumBatch: Sendable {}
