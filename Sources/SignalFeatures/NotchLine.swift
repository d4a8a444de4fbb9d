#if canImport(Glibc)
internal import Glibc
#endif

/// The notch of one line of mains hum, for four channels: what each of them has of it.
struct NotchLine: Sendable {
  // Coefficients, those of no filter where there is no line: b2 is b0, and b1 is a1.
  private var b0 = ChannelLanes(repeating: 1)
  private var a1 = ChannelLanes()
  private var a2 = ChannelLanes(repeating: 1)
  private var x1 = ChannelLanes()
  private var x2 = ChannelLanes()
  private var y1 = ChannelLanes()
  private var y2 = ChannelLanes()

  /// Forgets a lane's past.
  mutating func reset(_ lane: Int) {
    x1[lane] = 0
    x2[lane] = 0
    y1[lane] = 0
    y2[lane] = 0
  }

  /// Takes a lane's past over.
  mutating func restore(_ lane: Int, _ other: Self) {
    x1[lane] = other.x1[lane]
    x2[lane] = other.x2[lane]
    y1[lane] = other.y1[lane]
    y2[lane] = other.y2[lane]
  }

  /// A notch whose gain is below -3 dB over `width` hertz.
  ///
  /// R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients".
  mutating func tune(_ lane: Int, frequency: Double, width: Double, rate: Double) {
    let angle = 2 * Double.pi * frequency / rate
    let alpha = sin(angle) * width / (2 * frequency)
    let a0 = 1 + alpha
    b0[lane] = 1 / a0
    a1[lane] = -2 * cos(angle) / a0
    a2[lane] = (1 - alpha) / a0
  }

  /// Lets a lane through as it is.
  mutating func open(_ lane: Int) {
    b0[lane] = 1
    a1[lane] = 0
    a2[lane] = 1
  }

  /// Takes off what rounding has added in lanes of which fewer notches are used than come before.
  mutating func follow(_ used: SIMD4<Int>, _ before: Int) {
    for lane in 0..<4 where used[lane] <= before {
      y1[lane] = x1[lane]
      y2[lane] = x2[lane]
    }
  }

  /// Takes a lane of another over.
  mutating func take(_ lane: Int, from other: Self) {
    b0[lane] = other.b0[lane]
    a1[lane] = other.a1[lane]
    a2[lane] = other.a2[lane]
    restore(lane, other)
  }

  /// Filters values of all lanes in place.
  mutating func advance(_ values: UnsafeMutablePointer<ChannelLanes>, _ count: Int) {
    // Two lanes at a time: what they need has room in the registers of every machine.
    values.withMemoryRebound(to: SIMD2<Double>.self, capacity: 2 * count) { halves in
      var (x1, x2, y1, y2) = (self.x1.lowHalf, self.x2.lowHalf, self.y1.lowHalf, self.y2.lowHalf)
      Self.advance(halves, count, b0.lowHalf, a1.lowHalf, a2.lowHalf, &x1, &x2, &y1, &y2)
      (self.x1.lowHalf, self.x2.lowHalf, self.y1.lowHalf, self.y2.lowHalf) = (x1, x2, y1, y2)
      (x1, x2) = (self.x1.highHalf, self.x2.highHalf)
      (y1, y2) = (self.y1.highHalf, self.y2.highHalf)
      Self.advance(halves + 1, count, b0.highHalf, a1.highHalf, a2.highHalf, &x1, &x2, &y1, &y2)
      (self.x1.highHalf, self.x2.highHalf) = (x1, x2)
      (self.y1.highHalf, self.y2.highHalf) = (y1, y2)
    }
  }

  @inline(__always)
  private static func advance(
    _ values: UnsafeMutablePointer<SIMD2<Double>>,
    _ count: Int,
    _ b0: SIMD2<Double>,
    _ a1: SIMD2<Double>,
    _ a2: SIMD2<Double>,
    _ x1: inout SIMD2<Double>,
    _ x2: inout SIMD2<Double>,
    _ y1: inout SIMD2<Double>,
    _ y2: inout SIMD2<Double>
  ) {
    // Two samples at a time, so that nothing is moved from delay to delay.
    var index = 0
    while index + 1 < count {
      let one = values[2 * index]
      let oneOut = b0 * (one + x2) + a1 * (x1 - y1) - a2 * y2
      values[2 * index] = oneOut
      let two = values[2 * index + 2]
      let twoOut = b0 * (two + x1) + a1 * (one - oneOut) - a2 * y1
      values[2 * index + 2] = twoOut
      (x2, x1, y2, y1) = (one, two, oneOut, twoOut)
      index += 2
    }
    guard index < count else { return }
    let one = values[2 * index]
    let oneOut = b0 * (one + x2) + a1 * (x1 - y1) - a2 * y2
    values[2 * index] = oneOut
    (x2, x1, y2, y1) = (x1, one, y1, oneOut)
  }

  /// Filters one value of one lane, with the same result.
  @inline(__always)
  mutating func advance(_ x: Double, _ lane: Int) -> Double {
    let y = b0[lane] * (x + x2[lane]) + a1[lane] * (x1[lane] - y1[lane]) - a2[lane] * y2[lane]
    x2[lane] = x1[lane]
    x1[lane] = x
    y2[lane] = y1[lane]
    y1[lane] = y
    return y
  }
}
