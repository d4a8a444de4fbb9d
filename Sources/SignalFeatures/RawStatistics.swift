/// What is seen of the raw samples of one channel: its converter's step, rails and repetitions.
struct RawStatistics: Sendable {
  private let low: Float
  private let high: Float
  private var previous: Float = .nan
  /// Samples of the hop so far.
  private(set) var present = 0
  /// Samples of the hop that were missing.
  private(set) var missing = 0
  // Every eighth sample of a stretch goes to the same lane.
  private var repeatLanes = SIMD8<Int32>()
  private var railLanes = SIMD8<Int32>()
  private var steps = SignalLanes(repeating: .infinity)
  private var magnitudes = SignalLanes()

  /// Begins with the rails of a converter, as far as they are known.
  init(low: Float?, high: Float?) {
    self.low = low ?? -.infinity
    self.high = high ?? .infinity
  }

  /// Samples of the hop equal to the one before.
  var repeats: Int { Int(repeatLanes.wrappedSum()) }

  /// Samples of the hop at or beyond a rail.
  var railed: Int { Int(railLanes.wrappedSum()) }

  /// Smallest difference between neighbours so far that is not zero.
  var step: Float { steps.min() }

  /// Whether the converter has eight bits, signed or by what is known of the rails.
  func isCoarse(step: Float) -> Bool {
    guard step.isFinite else { return false }
    if low.isFinite, high.isFinite { return high - low <= 256 * step }
    return magnitudes.max() <= 128 * step
  }

  /// Begins another hop.
  mutating func finishHop() {
    present = 0
    missing = 0
    repeatLanes = SIMD8()
    railLanes = SIMD8()
  }

  /// Takes in missing samples; behind a gap the first sample has no neighbour.
  mutating func miss(_ count: Int, isGap: Bool) {
    missing += count
    if isGap { previous = .nan }
  }

  /// Takes in one sample.
  @inline(__always)
  mutating func take(_ sample: Float) {
    present += 1
    let change = abs(sample - previous)
    if change == 0 {
      repeatLanes[0] &+= 1
    } else if change < steps[0] {
      steps[0] = change
    }
    previous = sample
    magnitudes[0] = max(magnitudes[0], abs(sample))
    if sample >= high || sample <= low { railLanes[0] &+= 1 }
  }

  /// Takes in samples that are all there, with the same result.
  mutating func take(_ samples: UnsafePointer<Float>, _ count: Int) {
    guard count > 8 else {
      for index in 0..<count { take(samples[index]) }
      return
    }
    take(samples[0])
    let raw = UnsafeRawPointer(samples)
    var index = 1
    while index + 8 <= count {
      let now = raw.loadUnaligned(fromByteOffset: 4 * index, as: SignalLanes.self)
      let before = raw.loadUnaligned(fromByteOffset: 4 * index - 4, as: SignalLanes.self)
      let change = Self.magnitude(now - before)
      let isSame = change .== 0
      repeatLanes &-= unsafeBitCast(isSame, to: SIMD8<Int32>.self)
      steps.replace(with: change, where: (change .< steps) .& .!isSame)
      let size = Self.magnitude(now)
      magnitudes.replace(with: size, where: size .> magnitudes)
      let isRailed = (now .>= high) .| (now .<= low)
      railLanes &-= unsafeBitCast(isRailed, to: SIMD8<Int32>.self)
      index += 8
    }
    previous = samples[index - 1]
    present += index - 1
    while index < count {
      take(samples[index])
      index += 1
    }
  }

  @inline(__always)
  private static func magnitude(_ value: SignalLanes) -> SignalLanes {
    unsafeBitCast(unsafeBitCast(value, to: SIMD8<Int32>.self) & 0x7FFF_FFFF, to: SignalLanes.self)
  }
}
