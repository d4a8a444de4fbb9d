import CrampModel
import Foundation
import Testing

@testable import SignalFeatures

@Suite struct FourierLanesTests {
  /// Sizes with each radix alone and all together, odd and even halves.
  static let sizes = [16, 18, 50, 54, 120, 250, 480, 500, 1_000, 2_048, 2_160]

  @Test(arguments: sizes)
  func `each lane has the power of the plain transform of its own signal`(size: Int) {
    let fourier = FourierLanes(size: size)
    var generator = SplitMix64(seed: UInt64(size))
    let signals = (0..<8).map { lane in
      (0..<size).map { _ in Float(lane + 1) * Float(generator.uniform() - 0.5) }
    }
    for index in 0..<size {
      var lanes = SignalLanes()
      for lane in 0..<8 { lanes[lane] = signals[lane][index] }
      fourier.set(lanes, at: index)
    }
    fourier.measure()
    for lane in [0, 3, 7] {
      let wanted = Self.power(signals[lane])
      let greatest = wanted.max() ?? 1
      for bin in wanted.indices {
        #expect(abs(Double(fourier.power[bin][lane]) - wanted[bin]) <= 1e-5 * greatest)
      }
    }
  }

  /// The discrete Fourier transform as it is defined.
  static func power(_ signal: [Float]) -> [Double] {
    (0...signal.count / 2).map { bin in
      var (real, imaginary) = (0.0, 0.0)
      for (index, sample) in signal.enumerated() {
        let angle = -2 * Double.pi * Double(bin * index % signal.count) / Double(signal.count)
        real += Double(sample) * cos(angle)
        imaginary += Double(sample) * sin(angle)
      }
      return real * real + imaginary * imaginary
    }
  }

  @Test func `sizes have no other factor than 2, 3 and 5, and lose little of a second`() {
    for limit in 16...3_000 {
      let size = FourierLanes.fastSize(atMost: limit)
      var rest = size
      for factor in [2, 3, 5] { while rest % factor == 0 { rest /= factor } }
      #expect(rest == 1 && size % 2 == 0 && size <= max(16, limit))
      #expect(Double(size) > 0.85 * Double(limit) || limit < 40)
    }
  }
}
