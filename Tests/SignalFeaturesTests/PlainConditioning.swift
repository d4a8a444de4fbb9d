import Foundation

/// The filters of EMG as they are written in textbooks, for one channel.
struct PlainConditioning {
  struct Filter {
    var (b0, b1, b2, a1, a2) = (1.0, 0.0, 0.0, 0.0, 0.0)
    var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0)

    mutating func advance(_ x: Double) -> Double {
      let y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
      (x2, x1, y2, y1) = (x1, x, y1, y)
      return y
    }

    /// Robert Bristow-Johnson's Butterworth filters.
    static func butterworth(_ corner: Double, rate: Double, isHigh: Bool) -> Self {
      let angle = 2 * Double.pi * corner / rate
      let alpha = sin(angle) / 2.0.squareRoot()
      let sign = isHigh ? 1.0 : -1.0
      let half = (1 + sign * cos(angle)) / 2
      let a0 = 1 + alpha
      var filter = Self()
      (filter.b0, filter.b1, filter.b2) = (half / a0, -sign * 2 * half / a0, half / a0)
      (filter.a1, filter.a2) = (-2 * cos(angle) / a0, (1 - alpha) / a0)
      return filter
    }
  }

  private var high: Filter
  private var low: Filter
  private var zero: Double?

  init(rate: Double) {
    high = .butterworth(min(20, 0.4 * rate), rate: rate, isHigh: true)
    low = .butterworth(min(450, 0.45 * rate), rate: rate, isHigh: false)
  }

  mutating func advance(_ sample: Double) -> Double {
    let first = zero ?? sample
    zero = first
    return low.advance(high.advance(sample - first))
  }
}
