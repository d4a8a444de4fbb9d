#if canImport(Glibc)
internal import Glibc
#endif

/// Eight signals side by side: one sample of each.
typealias SignalLanes = SIMD8<Float>

/// The power spectra of eight real signals at a time, by one FFT that works on all of them.
///
/// Stockham's self-sorting transform with radices 4, 2, 3 and 5 (C. Van Loan, "Computational
/// Frameworks for the Fast Fourier Transform", 1992, section 1.7) of half the length, whose complex
/// input is made of the even and the odd samples (section 4.3). What one lane holds changes nothing
/// in another. Everything is allocated by `init`.
final class FourierLanes {
  private struct Pass {
    var radix: Int
    /// Butterflies with twiddles of their own.
    var groups: Int
    /// Butterflies that share their twiddles.
    var stride: Int
    /// Where its twiddles begin.
    var twiddle: Int
  }

  /// Samples of one signal: even, with no prime factor above 5.
  let size: Int
  private let half: Int
  private let passes: [Pass]
  /// Cosines and sines, `radix - 1` for each group of each pass.
  private let twiddles: [SIMD2<Float>]
  /// Those that part the even from the odd samples.
  private let partings: [SIMD2<Float>]
  /// Real and imaginary part by turns: the signals go in here.
  private let input: UnsafeMutablePointer<SignalLanes>
  private let other: UnsafeMutablePointer<SignalLanes>
  /// Power per bin, 0 Hz first; `size / 2 + 1` of them.
  let power: UnsafeMutablePointer<SignalLanes>

  /// Plans for signals of `size` samples.
  init(size: Int) {
    self.size = size
    half = size / 2
    var passes: [Pass] = []
    var twiddles: [SIMD2<Float>] = []
    var (length, stride) = (half, 1)
    for radix in [4, 2, 3, 5] {
      while length % radix == 0, length > 1 {
        let groups = length / radix
        passes.append(
          Pass(radix: radix, groups: groups, stride: stride, twiddle: twiddles.count)
        )
        for group in 0..<groups {
          for power in 1..<radix { twiddles.append(Self.root(group * power, of: length)) }
        }
        length = groups
        stride *= radix
      }
    }
    precondition(length == 1 && size % 2 == 0, "a size has no prime factor above 5")
    self.passes = passes
    self.twiddles = twiddles
    partings = (0...half / 2).map { Self.root($0, of: size) }
    input = .allocate(capacity: 2 * half)
    other = .allocate(capacity: 2 * half)
    power = .allocate(capacity: half + 1)
    input.initialize(repeating: .zero, count: 2 * half)
    other.initialize(repeating: .zero, count: 2 * half)
    power.initialize(repeating: .zero, count: half + 1)
  }

  deinit {
    input.deallocate()
    other.deallocate()
    power.deallocate()
  }

  private static func root(_ index: Int, of size: Int) -> SIMD2<Float> {
    let angle = -2 * Double.pi * Double(index) / Double(size)
    return SIMD2(Float(cos(angle)), Float(sin(angle)))
  }

  /// Where sample `index` of the eight signals goes before ``measure()``.
  @inline(__always)
  func set(_ lanes: SignalLanes, at index: Int) { input[index] = lanes }

  /// Transforms what was set and fills ``power``.
  func measure() {
    var (from, to) = (input, other)
    for pass in passes {
      // The last pass turns nothing.
      if pass.groups > 1 {
        transform(pass, from, to, turns: true)
      } else {
        transform(pass, from, to, turns: false)
      }
      swap(&from, &to)
    }
    part(from)
  }

  @inline(__always)
  private func transform(
    _ pass: Pass,
    _ from: UnsafeMutablePointer<SignalLanes>,
    _ to: UnsafeMutablePointer<SignalLanes>,
    turns: Bool
  ) {
    switch pass.radix {
    case 4: four(pass, from, to, turns: turns)
    case 2: two(pass, from, to, turns: turns)
    case 3: three(pass, from, to, turns: turns)
    default: five(pass, from, to, turns: turns)
    }
  }

  /// Parts the transforms of even and odd samples, and takes the power of their sum.
  private func part(_ values: UnsafeMutablePointer<SignalLanes>) {
    let sum = values[0] + values[1]
    let difference = values[0] - values[1]
    power[0] = sum * sum
    power[half] = difference * difference
    var low = 1
    while low <= half - low {
      let high = half - low
      let root = partings[low]
      let (realLow, imaginaryLow) = (values[2 * low], values[2 * low + 1])
      let (realHigh, imaginaryHigh) = (values[2 * high], values[2 * high + 1])
      let evenReal = 0.5 * (realLow + realHigh)
      let evenImaginary = 0.5 * (imaginaryLow - imaginaryHigh)
      let oddReal = 0.5 * (imaginaryLow + imaginaryHigh)
      let oddImaginary = 0.5 * (realHigh - realLow)
      let turnedReal = oddReal * root.x - oddImaginary * root.y
      let turnedImaginary = oddReal * root.y + oddImaginary * root.x
      let (upperReal, upperImaginary) = (evenReal + turnedReal, evenImaginary + turnedImaginary)
      let (lowerReal, lowerImaginary) = (evenReal - turnedReal, evenImaginary - turnedImaginary)
      power[high] = lowerReal * lowerReal + lowerImaginary * lowerImaginary
      power[low] = upperReal * upperReal + upperImaginary * upperImaginary
      low += 1
    }
  }

  @inline(__always)
  private func two(
    _ pass: Pass,
    _ from: UnsafeMutablePointer<SignalLanes>,
    _ to: UnsafeMutablePointer<SignalLanes>,
    turns: Bool
  ) {
    let apart = 2 * pass.stride * pass.groups
    twiddles.withUnsafeBufferPointer { twiddles in
      for group in 0..<pass.groups {
        let one = twiddles[pass.twiddle + group]
        var source = from + 2 * pass.stride * group
        var target = to + 4 * pass.stride * group
        for _ in 0..<pass.stride {
          let a = Complex(source)
          let b = Complex(source + apart)
          (a + b).store(target)
          (a - b).turned(by: one, turns).store(target + 2 * pass.stride)
          source += 2
          target += 2
        }
      }
    }
  }

  @inline(__always)
  private func three(
    _ pass: Pass,
    _ from: UnsafeMutablePointer<SignalLanes>,
    _ to: UnsafeMutablePointer<SignalLanes>,
    turns: Bool
  ) {
    let apart = 2 * pass.stride * pass.groups
    let step = 2 * pass.stride
    twiddles.withUnsafeBufferPointer { twiddles in
      for group in 0..<pass.groups {
        let one = twiddles[pass.twiddle + 2 * group]
        let two = twiddles[pass.twiddle + 2 * group + 1]
        var source = from + step * group
        var target = to + 3 * step * group
        for _ in 0..<pass.stride {
          let a = Complex(source)
          let b = Complex(source + apart)
          let c = Complex(source + 2 * apart)
          let sum = b + c
          let middle = a - sum.scaled(by: 0.5)
          let side = (b - c).scaled(by: Self.sine3).quarter
          (a + sum).store(target)
          (middle + side).turned(by: one, turns).store(target + step)
          (middle - side).turned(by: two, turns).store(target + 2 * step)
          source += 2
          target += 2
        }
      }
    }
  }

  @inline(__always)
  private func four(
    _ pass: Pass,
    _ from: UnsafeMutablePointer<SignalLanes>,
    _ to: UnsafeMutablePointer<SignalLanes>,
    turns: Bool
  ) {
    let apart = 2 * pass.stride * pass.groups
    let step = 2 * pass.stride
    twiddles.withUnsafeBufferPointer { twiddles in
      for group in 0..<pass.groups {
        let one = twiddles[pass.twiddle + 3 * group]
        let two = twiddles[pass.twiddle + 3 * group + 1]
        let three = twiddles[pass.twiddle + 3 * group + 2]
        var source = from + step * group
        var target = to + 4 * step * group
        for _ in 0..<pass.stride {
          let a = Complex(source)
          let b = Complex(source + apart)
          let c = Complex(source + 2 * apart)
          let d = Complex(source + 3 * apart)
          let (even, odd) = (a + c, b + d)
          let (evenApart, oddApart) = (a - c, (b - d).quarter)
          (even + odd).store(target)
          (evenApart + oddApart).turned(by: one, turns).store(target + step)
          (even - odd).turned(by: two, turns).store(target + 2 * step)
          (evenApart - oddApart).turned(by: three, turns).store(target + 3 * step)
          source += 2
          target += 2
        }
      }
    }
  }

  @inline(__always)
  private func five(
    _ pass: Pass,
    _ from: UnsafeMutablePointer<SignalLanes>,
    _ to: UnsafeMutablePointer<SignalLanes>,
    turns: Bool
  ) {
    let apart = 2 * pass.stride * pass.groups
    let step = 2 * pass.stride
    twiddles.withUnsafeBufferPointer { twiddles in
      for group in 0..<pass.groups {
        let first = pass.twiddle + 4 * group
        let (one, two) = (twiddles[first], twiddles[first + 1])
        let (three, four) = (twiddles[first + 2], twiddles[first + 3])
        var source = from + step * group
        var target = to + 5 * step * group
        for _ in 0..<pass.stride {
          let a = Complex(source)
          let (b, e) = (Complex(source + apart), Complex(source + 4 * apart))
          let (c, d) = (Complex(source + 2 * apart), Complex(source + 3 * apart))
          let (near, far) = (b + e, c + d)
          let (nearApart, farApart) = ((b - e).quarter, (c - d).quarter)
          let middle1 = a + near.scaled(by: Self.cosine5) + far.scaled(by: Self.cosine5twice)
          let middle2 = a + near.scaled(by: Self.cosine5twice) + far.scaled(by: Self.cosine5)
          let side1 = nearApart.scaled(by: Self.sine5) + farApart.scaled(by: Self.sine5twice)
          let side2 = nearApart.scaled(by: Self.sine5twice) - farApart.scaled(by: Self.sine5)
          (a + near + far).store(target)
          (middle1 + side1).turned(by: one, turns).store(target + step)
          (middle2 + side2).turned(by: two, turns).store(target + 2 * step)
          (middle2 - side2).turned(by: three, turns).store(target + 3 * step)
          (middle1 - side1).turned(by: four, turns).store(target + 4 * step)
          source += 2
          target += 2
        }
      }
    }
  }

  /// Sine of a third of a turn, and cosines and sines of one and two fifths.
  private static let sine3: Float = 0.866_025_4
  private static let cosine5: Float = 0.309_017
  private static let cosine5twice: Float = -0.809_017
  private static let sine5: Float = 0.951_056_5
  private static let sine5twice: Float = 0.587_785_25

  /// Greatest length up to a limit that can be transformed.
  static func fastSize(atMost limit: Int) -> Int {
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

@available(*, unavailable)
extension FourierLanes: Sendable {}

/// Eight complex numbers side by side.
private struct Complex {
  var real: SignalLanes
  var imaginary: SignalLanes

  @inline(__always)
  init(_ place: UnsafeMutablePointer<SignalLanes>) {
    real = place[0]
    imaginary = place[1]
  }

  @inline(__always)
  init(real: SignalLanes, imaginary: SignalLanes) {
    self.real = real
    self.imaginary = imaginary
  }

  @inline(__always)
  func store(_ place: UnsafeMutablePointer<SignalLanes>) {
    place[0] = real
    place[1] = imaginary
  }

  @inline(__always)
  static func + (one: Self, other: Self) -> Self {
    Self(real: one.real + other.real, imaginary: one.imaginary + other.imaginary)
  }

  @inline(__always)
  static func - (one: Self, other: Self) -> Self {
    Self(real: one.real - other.real, imaginary: one.imaginary - other.imaginary)
  }

  @inline(__always)
  func scaled(by factor: Float) -> Self {
    Self(real: factor * real, imaginary: factor * imaginary)
  }

  /// Times -i: a quarter of a turn back.
  @inline(__always)
  var quarter: Self { Self(real: imaginary, imaginary: -real) }

  @inline(__always)
  func turned(by root: SIMD2<Float>, _ turns: Bool) -> Self {
    guard turns else { return self }
    return Self(
      real: real * root.x - imaginary * root.y,
      imaginary: real * root.y + imaginary * root.x
    )
  }
}
