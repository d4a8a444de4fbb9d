public import CrampModel

/// Turns the samples of one pressure or force channel into a row of features per hop of 50 ms.
///
/// A contraction is held pressure, so nothing is taken off the value and no high-pass is passed:
/// ``CrampModel/FeatureRow/level`` is the signed mean over 250 ms and
/// ``CrampModel/FeatureRow/shortRMS`` the signed mean over 100 ms, both in the channel's unit behind
/// a low-pass of 8 Hz. What moves faster than that is knocks and mains. Of the quality only rails
/// and repetitions are judged. Constant memory; the rows do not depend on how the samples were cut
/// into blocks. One owner at a time.
public final class PressureFeatures {
  private let channel: ChannelDescription
  private let samplesToForgive: Int
  private let isFiltered: Bool
  private var lowPass: Biquad
  private var offset: Double?
  private var hops = [Sums](repeating: Sums(), count: FeatureRow.hopsPerSecond)
  private var current = Sums()
  private var hop = 0
  private var position = 0
  private var hopEnd: Int
  private var previous: Float = .nan
  private var missingRun = 0
  private var step: Float = .infinity
  private var quality = SignalQuality()
  private var level = 0.0
  private var short = 0.0

  /// Prepares for a channel.
  ///
  /// - Parameter channel: Its rate must be positive and finite.
  public init(_ channel: ChannelDescription) {
    let rate = channel.rate.value
    precondition(rate > 0 && rate.isFinite, "a rate is positive")
    self.channel = channel
    // Muscles on pads and straps need 54 Hz of sampling at most (Xiao and Menon 2019), cramps that
    // are held for seconds far less; 8 Hz follows a rise of 0.1 s.
    lowPass = .lowPass(corner: min(8, 0.4 * rate), rate: rate)
    // Slower sensors have too few samples to lose any detail of.
    isFiltered = rate > 20
    samplesToForgive = max(1, Int(0.1 * rate))
    hopEnd = Self.end(ofHop: 0, rate: rate)
  }

  /// Takes samples in; NaN is a missing one.
  ///
  /// - Parameters:
  ///   - samples: Consecutive samples, in the channel's unit.
  ///   - rows: Where each completed hop's row is appended.
  public func push(_ samples: [Float], into rows: inout RowQueue) {
    // Below 10 Hz a hop can be without a sample of its own.
    while position == hopEnd { finishHop(into: &rows) }
    for sample in samples {
      if sample.isFinite { take(sample) } else { takeMissing(1) }
      while position == hopEnd { finishHop(into: &rows) }
    }
  }

  /// Takes `count` missing samples in.
  public func pushMissing(_ count: Int, into rows: inout RowQueue) {
    var rest = count
    while rest > 0 {
      while position == hopEnd { finishHop(into: &rows) }
      let part = min(rest, hopEnd - position)
      takeMissing(part)
      rest -= part
    }
    while position == hopEnd { finishHop(into: &rows) }
  }

  private func take(_ sample: Float) {
    if missingRun > samplesToForgive { offset = nil }
    missingRun = 0
    position += 1
    current.present += 1
    current.sum += conditioned(Double(sample))
    let change = abs(sample - previous)
    if change == 0 {
      current.repeats += 1
    } else if change < step {
      step = change
    }
    previous = sample
    let isRailed =
      channel.railHigh.map { sample >= $0 } ?? false
      || channel.railLow.map { sample <= $0 } ?? false
    if isRailed { current.railed += 1 }
  }

  /// Behind a gap the filter begins at the first value, as if it had always been there.
  private func conditioned(_ value: Double) -> Double {
    guard isFiltered else { return value }
    guard let offset else {
      lowPass.reset()
      self.offset = value
      return value
    }
    return offset + lowPass.advance(value - offset)
  }

  private func takeMissing(_ count: Int) {
    position += count
    missingRun += count
    current.missing += count
    if missingRun > samplesToForgive { previous = .nan }
  }

  private func finishHop(into rows: inout RowQueue) {
    hops[hop % hops.count] = current
    let quarter = sums(last: 5)
    // A slow sensor may be without a sample for a while; what it said last still holds.
    short = sums(last: 2).mean ?? short
    level = quarter.mean ?? level
    if (hop + 1) % 10 == 0 { judge() }
    rows.append(
      FeatureRow(
        hop: hop,
        shortRMS: short,
        level: level,
        missing: current.missing,
        isValid: quarter.present > 0 && quarter.missing * 4 <= quarter.present,
        step: step.isFinite ? Double(step) : 0,
        quality: quality
      )
    )
    current = Sums()
    hop += 1
    hopEnd = Self.end(ofHop: hop, rate: channel.rate.value)
  }

  private func sums(last count: Int) -> Sums {
    var sums = Sums()
    for back in 0..<min(count, hop + 1) { sums.add(hops[(hop - back) % hops.count]) }
    return sums
  }

  private func judge() {
    let second = sums(last: FeatureRow.hopsPerSecond)
    guard second.present > 0 else { return }
    quality.railed = Double(second.railed) / Double(second.present)
    quality.repeated = Double(second.repeats) / Double(second.present)
  }

  /// The sample at which a hop ends: hops stay on the grid of 50 ms at any rate.
  private static func end(ofHop hop: Int, rate: Double) -> Int {
    Int((Double(hop + 1) * FeatureRow.hopSeconds * rate).rounded())
  }

  /// What is added up over one hop.
  private struct Sums {
    var present = 0
    var missing = 0
    var sum = 0.0
    var repeats = 0
    var railed = 0

    var mean: Double? { present > 0 ? sum / Double(present) : nil }

    mutating func add(_ other: Self) {
      present += other.present
      missing += other.missing
      sum += other.sum
      repeats += other.repeats
      railed += other.railed
    }
  }
}

@available(*, unavailable)
extension PressureFeatures: Sendable {}
