internal import CrampModel

#if canImport(Glibc)
internal import Glibc
#endif

/// Four channels side by side: one value of each.
typealias ChannelLanes = SIMD4<Double>

/// Where the samples of four channels are read.
struct LaneSources {
  var a: UnsafePointer<Float>
  var b: UnsafePointer<Float>
  var c: UnsafePointer<Float>
  var d: UnsafePointer<Float>

  @inline(__always)
  subscript(index: Int) -> ChannelLanes {
    ChannelLanes(SIMD4<Float>(a[index], b[index], c[index], d[index]))
  }
}

@available(*, unavailable)
extension LaneSources: Sendable {}

/// Turns raw samples of four channels into the signals whose levels are judged.
///
/// EMG: a high-pass of 20 Hz and 12 dB per octave (De Luca et al. 2010, J Biomech 43:1573), and a
/// low-pass of 450 Hz or 0.45 of the rate, whichever is lower. Envelopes: the samples as they are,
/// because a high-pass would erase a held contraction.
///
/// Both filters are Butterworth's with coefficients after R. Bristow-Johnson, "Cookbook formulae for
/// audio equalizer biquad filter coefficients", Q = 1/√2, in direct form II: its delay line of the
/// high-pass is that of a low-pass of the same corner as well, so that the slow part of the signal
/// costs three additions where it is looked at.
struct ConditioningLanes: Sendable {
  let isFiltered: Bool
  private let high: Poles
  private let low: Poles
  private let gain: Double
  private let slowGain: Double
  private var highDelay = Delay()
  private var lowDelay = Delay()
  private var offset = ChannelLanes()

  private struct Poles: Sendable {
    let a1: Double
    let a2: Double
    /// Gain of the numerator 1 ± 2z⁻¹ + z⁻² as high-pass and as low-pass.
    let highGain: Double
    let lowGain: Double

    init(corner: Double, rate: Double) {
      let angle = 2 * Double.pi * corner / rate
      let alpha = sin(angle) / 2.0.squareRoot()
      let a0 = 1 + alpha
      a1 = -2 * cos(angle) / a0
      a2 = (1 - alpha) / a0
      highGain = (1 + cos(angle)) / 2 / a0
      lowGain = (1 - cos(angle)) / 2 / a0
    }
  }

  /// The values of a delay line: newest first.
  struct Delay: Sendable {
    var one = ChannelLanes()
    var two = ChannelLanes()
    var three = ChannelLanes()
  }

  /// Designs the filters for EMG or envelopes at a rate in hertz.
  init(rate: Double, modality: Modality) {
    isFiltered = modality == .emg && rate > 50
    high = Poles(corner: min(20, 0.4 * rate), rate: rate)
    low = Poles(corner: min(450, 0.45 * rate), rate: rate)
    gain = high.highGain * low.lowGain
    slowGain = high.lowGain
  }

  /// Forgets the past of a lane, as after a gap; `sample` becomes its zero.
  mutating func reset(lane: Int, at sample: Double) {
    offset[lane] = isFiltered ? sample : 0
    highDelay.reset(lane)
    lowDelay.reset(lane)
  }

  /// Lets what has faded away be zero, since numbers that small are slow.
  mutating func rest() {
    highDelay.rest()
    lowDelay.rest()
  }

  /// Takes a lane's state over from a copy.
  mutating func restore(lane: Int, from other: Self) {
    offset[lane] = other.offset[lane]
    highDelay.restore(lane, other.highDelay)
    lowDelay.restore(lane, other.lowDelay)
  }

  /// The part of samples below 20 Hz, their zero taken off, behind the first `count` of a stretch.
  @inline(__always)
  func slow(_ delays: UnsafePointer<ChannelLanes>, behind count: Int) -> ChannelLanes {
    slowGain * (delays[count + 1] + (delays[count] + delays[count]) + delays[count - 1])
  }

  /// The part of the newest samples below 20 Hz, their zero taken off.
  @inline(__always)
  var slow: ChannelLanes {
    slowGain * (highDelay.one + (highDelay.two + highDelay.two) + highDelay.three)
  }

  /// Conditions samples of each channel.
  ///
  /// - Parameters:
  ///   - sources: Where they are.
  ///   - values: Where what comes of them goes.
  ///   - delays: Where the delay line of the high-pass goes, which begins with what was before.
  ///   - count: How many.
  @inline(__always)
  mutating func advance(
    _ sources: LaneSources,
    into values: UnsafeMutablePointer<ChannelLanes>,
    delays: UnsafeMutablePointer<ChannelLanes>,
    _ count: Int
  ) {
    guard isFiltered else {
      for index in 0..<count { values[index] = sources[index] }
      return
    }
    var (high, low) = (highDelay, lowDelay)
    (delays[0], delays[1]) = (high.two, high.one)
    // Two at a time, so that nothing is moved from delay to delay.
    var index = 0
    while index + 1 < count {
      let one = step(sources[index], high.one, high.two, low.one, low.two)
      let two = step(sources[index + 1], one.high, high.one, one.low, low.one)
      (values[index], values[index + 1]) = (one.value, two.value)
      (delays[index + 2], delays[index + 3]) = (one.high, two.high)
      high = Delay(one: two.high, two: one.high, three: high.one)
      low = Delay(one: two.low, two: one.low, three: low.one)
      index += 2
    }
    if index < count {
      let one = step(sources[index], high.one, high.two, low.one, low.two)
      values[index] = one.value
      delays[index + 2] = one.high
      high = Delay(one: one.high, two: high.one, three: high.two)
      low = Delay(one: one.low, two: low.one, three: low.two)
    }
    (highDelay, lowDelay) = (high, low)
  }

  @inline(__always)
  private func step(
    _ sample: ChannelLanes,
    _ high1: ChannelLanes,
    _ high2: ChannelLanes,
    _ low1: ChannelLanes,
    _ low2: ChannelLanes
  ) -> (high: ChannelLanes, low: ChannelLanes, value: ChannelLanes) {
    let w = sample - offset - high.a2 * high2 - high.a1 * high1
    let rapid = w - (high1 + high1) + high2
    let v = gain * rapid - low.a2 * low2 - low.a1 * low1
    return (w, v, v + (low1 + low1) + low2)
  }

  /// Conditions one sample of one channel, with the same result.
  @inline(__always)
  mutating func advance(_ sample: Double, lane: Int) -> Double {
    let input = sample - offset[lane]
    let w = input - high.a2 * highDelay.two[lane] - high.a1 * highDelay.one[lane]
    let rapid = w - (highDelay.one[lane] + highDelay.one[lane]) + highDelay.two[lane]
    highDelay.push(w, lane)
    let v = gain * rapid - low.a2 * lowDelay.two[lane] - low.a1 * lowDelay.one[lane]
    let value = v + (lowDelay.one[lane] + lowDelay.one[lane]) + lowDelay.two[lane]
    lowDelay.push(v, lane)
    return value
  }
}

extension ConditioningLanes.Delay {
  @inline(__always)
  mutating func push(_ value: Double, _ lane: Int) {
    three[lane] = two[lane]
    two[lane] = one[lane]
    one[lane] = value
  }

  mutating func reset(_ lane: Int) {
    one[lane] = 0
    two[lane] = 0
    three[lane] = 0
  }

  mutating func restore(_ lane: Int, _ other: Self) {
    one[lane] = other.one[lane]
    two[lane] = other.two[lane]
    three[lane] = other.three[lane]
  }

  mutating func rest() {
    let least = ChannelLanes(repeating: 1e-100)
    let isGone =
      (one .< least) .& (one .> -least) .& (two .< least) .& (two .> -least)
    one.replace(with: 0, where: isGone)
    two.replace(with: 0, where: isGone)
    three.replace(with: 0, where: isGone)
  }
}
