public import CrampModel

/// Turns the samples of one channel into a row of features per hop of 50 ms.
///
/// Constant memory: everything is allocated by `init`. The rows do not depend on how the samples
/// were cut into blocks. One owner at a time.
public final class ChannelFeatures {
  private let channel: ChannelDescription
  private let samplesToForgive: Int
  private var conditioning: Conditioning
  private var fasciculations: FasciculationCounter
  private let spectrum: Spectrum
  private var shape: SpectralShape
  private var notch: MainsNotch
  private var raw: [Float]
  private var rawPosition = 0
  private var rawCount = 0
  private var hops: [HopSums]
  private var current = HopSums()
  private var hop = 0
  private var position = 0
  private var hopEnd: Int
  private var previousRaw: Float = .nan
  private var previousConditioned = 0.0
  private var missingRun = 0
  private var step: Float = .infinity
  private var greatest: Float = 0
  private var quality = SignalQuality()

  /// Prepares for a channel.
  ///
  /// - Parameters:
  ///   - channel: Its rate must be positive and finite.
  ///   - mains: The mains frequencies to look for, in hertz.
  public init(_ channel: ChannelDescription, mains: [Double] = [50, 60]) {
    precondition(channel.rate.value > 0 && channel.rate.value.isFinite, "a rate is positive")
    self.channel = channel
    conditioning = Conditioning(channel)
    fasciculations = FasciculationCounter(channel)
    spectrum = Spectrum(rate: channel.rate.value)
    shape = SpectralShape(
      rate: channel.rate.value,
      size: spectrum.size,
      mains: mains
    )
    notch = MainsNotch(mains: mains, rate: channel.rate.value, binWidth: spectrum.binWidth)
    raw = Array(repeating: 0, count: spectrum.size)
    hops = Array(repeating: HopSums(), count: FeatureRow.hopsPerSecond)
    // Longer holes are never bridged (20 ms): the filters start anew behind them.
    samplesToForgive = max(1, Int(0.02 * channel.rate.value))
    hopEnd = Self.end(ofHop: 0, rate: channel.rate.value)
  }

  /// Takes samples in; NaN is a missing one.
  ///
  /// - Parameters:
  ///   - samples: Consecutive samples, in the channel's unit.
  ///   - rows: Where each completed hop's row is appended.
  public func push(_ samples: [Float], into rows: inout RowQueue) {
    var index = 0
    while index < samples.count {
      let end = min(samples.count, index + hopEnd - position)
      pushWithinHop(samples, index..<end)
      index = end
      if position == hopEnd { finishHop(into: &rows) }
    }
  }

  /// Looks for other mains frequencies from now on; what is known of the channel stays.
  ///
  /// - Parameter mains: In hertz.
  public func use(mains: [Double]) {
    let rate = channel.rate.value
    shape = SpectralShape(rate: rate, size: spectrum.size, mains: mains)
    notch = MainsNotch(mains: mains, rate: rate, binWidth: spectrum.binWidth)
  }

  /// Takes `count` missing samples in.
  public func pushMissing(_ count: Int, into rows: inout RowQueue) {
    var rest = count
    while rest > 0 {
      let part = min(rest, hopEnd - position)
      takeMissing(part)
      rest -= part
      if position == hopEnd { finishHop(into: &rows) }
    }
  }

  private func pushWithinHop(_ samples: [Float], _ range: Range<Int>) {
    for index in range {
      let sample = samples[index]
      if sample.isFinite { take(sample) } else { takeMissing(1) }
    }
  }

  @inline(__always)
  private func take(_ sample: Float) {
    if missingRun > samplesToForgive {
      conditioning.reset()
      notch.reset()
      fasciculations.reset()
    }
    missingRun = 0
    position += 1
    let value = conditioning.advance(Double(sample))
    fasciculations.push(raw: Double(sample), conditioned: value)
    let square = value * value
    current.present += 1
    current.squares += square
    let clean = notch.isActive ? notch.advance(value) : value
    current.cleanSquares += clean * clean
    current.fourths += square * square
    current.neighbours += value * previousConditioned
    current.greatest = max(current.greatest, abs(value))
    previousConditioned = value
    let change = abs(sample - previousRaw)
    if change == 0 {
      current.repeats += 1
    } else if change < step {
      step = change
    }
    previousRaw = sample
    greatest = max(greatest, abs(sample))
    if let high = channel.railHigh, sample >= high {
      current.railed += 1
    } else if let low = channel.railLow, sample <= low {
      current.railed += 1
    }
    raw[rawPosition] = sample
    rawPosition += 1
    if rawPosition == raw.count { rawPosition = 0 }
    rawCount = min(raw.count, rawCount + 1)
  }

  private func takeMissing(_ count: Int) {
    position += count
    missingRun += count
    current.missing += count
    if missingRun > samplesToForgive {
      previousConditioned = 0
      previousRaw = .nan
      rawCount = 0
    }
  }

  private func finishHop(into rows: inout RowQueue) {
    let slot = hop % hops.count
    hops[slot] = current
    let short = sums(last: 2)
    let level = sums(last: 5)
    if (hop + 1) % 10 == 0 { judge() }
    rows.append(
      FeatureRow(
        hop: hop,
        shortRMS: short.rms,
        level: level.rms,
        missing: current.missing,
        isValid: level.present > 0 && level.missing * 4 <= level.present,
        step: step.isFinite ? Double(step) : 0,
        quality: quality,
        hopRMS: current.rms,
        isCoarse: isCoarse,
        fasciculations: fasciculations.finishHop(step: step.isFinite ? Double(step) : 0)
      )
    )
    current = HopSums()
    hop += 1
    hopEnd = Self.end(ofHop: hop, rate: channel.rate.value)
    // Below 20 Hz a hop can be without a sample of its own.
    if hopEnd == position { finishHop(into: &rows) }
  }

  /// Eight bits, signed or by what is known of the rails.
  private var isCoarse: Bool {
    guard step.isFinite else { return false }
    if let low = channel.railLow, let high = channel.railHigh { return high - low <= 256 * step }
    return greatest <= 128 * step
  }

  private func sums(last count: Int) -> HopSums {
    var sums = HopSums()
    for back in stride(from: min(count, hop + 1) - 1, through: 0, by: -1) {
      sums.add(hops[(hop - back) % hops.count])
    }
    return sums
  }

  private func judge() {
    let second = sums(last: FeatureRow.hopsPerSecond)
    guard second.present > 0 else { return }
    let count = Double(second.present)
    quality.railed = Double(second.railed) / count
    quality.repeated = Double(second.repeats) / count
    let variance = second.squares / count
    quality.rms = variance.squareRoot()
    if variance > 0 {
      quality.kurtosis = second.fourths / count / (variance * variance)
      quality.crest = second.greatest / variance.squareRoot()
      quality.neighbourCorrelation = second.neighbours / second.squares
    }
    guard rawCount == raw.count, channel.modality == .emg else { return }
    spectrum.measure(ring: raw, start: rawPosition)
    let clean = shape.measure(spectrum.power, into: &quality)
    notch.tune(spectrum.power, clean: clean)
  }

  /// The sample at which a hop ends: hops stay on the grid of 50 ms at any rate.
  private static func end(ofHop hop: Int, rate: Double) -> Int {
    Int((Double(hop + 1) * FeatureRow.hopSeconds * rate).rounded())
  }
}

@available(*, unavailable)
extension ChannelFeatures: Sendable {}
