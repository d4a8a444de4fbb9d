internal import CrampModel

/// Turns the samples of channels of EMG or envelope of one rate into rows of features, side by side.
///
/// Constant memory: everything is allocated by `init`. The rows do not depend on how the samples
/// were cut into blocks.
struct EMGFeatures: ~Copyable {
  /// Places of the channels in their stream.
  let places: [Int]
  private let rate: Double
  private let modality: Modality
  private let quads: UnsafeMutablePointer<ChannelQuad>
  private let quadCount: Int
  private let levels: UnsafeMutablePointer<ChannelLevels>
  private let spectra: SpectralStage
  private let chunk: Int
  private var hop = 0
  private var position = 0
  /// Samples that wait for the end of their hop.
  private var waiting = 0
  private var hopEnd: Int
  /// Where the next hop ends whose spectra are taken.
  private var judgedEnd: Int

  /// Prepares for channels of the same rate and modality.
  init(_ channels: [ChannelDescription], places: [Int], mains: [Double]) {
    self.places = places
    rate = channels.first?.rate.value ?? 1
    modality = channels.first?.modality ?? .emg
    // So many spectra at a time that all lanes have one, and no more: caches are small.
    let turns = max(1, SpectrumBatch.lanes / max(1, channels.count))
    let rate = rate
    spectra = SpectralStage(rate: rate, channels: channels.count, turns: turns + 1, mains: mains)
    chunk = Int(Double(turns) * 0.5 * rate) + Int(FeatureRow.hopSeconds * rate) + 2
    quadCount = (channels.count + 3) / 4
    quads = .allocate(capacity: quadCount)
    for quad in 0..<quadCount {
      (quads + quad).initialize(
        to: ChannelQuad(
          channels[4 * quad..<min(4 * quad + 4, channels.count)],
          rate: rate,
          modality: modality,
          window: spectra.size,
          chunk: chunk,
          lines: spectra.lines
        )
      )
    }
    levels = .allocate(capacity: channels.count)
    levels.initialize(repeating: ChannelLevels(), count: channels.count)
    hopEnd = Self.end(ofHop: 0, rate: rate)
    judgedEnd = Self.end(ofHop: FeatureRow.hopsPerSecond / 2 - 1, rate: rate)
  }

  deinit {
    quads.deinitialize(count: quadCount)
    quads.deallocate()
    levels.deinitialize(count: places.count)
    levels.deallocate()
  }

  /// Looks for other mains frequencies from now on; what is known of the channels stays.
  mutating func use(mains: [Double]) {
    takeRest()
    spectra.use(mains: mains)
    for quad in 0..<quadCount { quads[quad].use(lines: spectra.lines, rate: rate) }
  }

  /// Takes in the samples of a block; NaN is a missing one.
  mutating func push(_ block: borrowing SampleBlock, into queues: inout [RowQueue]) {
    var count = 0
    for place in places { count = max(count, block.channels[place].count) }
    var first = 0
    while first < count {
      let end = min(count, first + chunk - waiting)
      for channel in places.indices {
        lane(channel).pointee.history.receive(block.channels[places[channel]], first..<end)
      }
      waiting += end - first
      first = end
      guard position + waiting >= hopEnd else { continue }
      measureAhead()
      take(into: &queues)
    }
  }

  /// Takes in missing samples.
  mutating func pushMissing(_ count: Int, into queues: inout [RowQueue]) {
    takeRest()
    var rest = count
    spectra.begin()
    while rest > 0 {
      let part = min(rest, hopEnd - position)
      for channel in places.indices {
        quads[channel / 4].miss(part, channel % 4, at: position)
      }
      position += part
      rest -= part
      if position == hopEnd {
        measureBelated(turn: 0) { _ in true }
        finishHop(turn: 0, into: &queues)
      }
    }
  }

  /// Measures the spectra that fall due within what waits, where nothing of it is missing.
  private mutating func measureAhead() {
    spectra.begin()
    guard modality == .emg else { return }
    var turn = 0
    var hop = hop + FeatureRow.hopsPerSecond / 2 - 1
    hop -= (hop + 1) % (FeatureRow.hopsPerSecond / 2)
    var end = judgedEnd
    while end <= position + waiting {
      for channel in places.indices where lane(channel).pointee.history.isWhole {
        guard let window = lane(channel).pointee.history.window(endingAt: end - position) else {
          continue
        }
        spectra.add(window, turn: turn, channel: channel)
      }
      turn += 1
      hop += FeatureRow.hopsPerSecond / 2
      end = Self.end(ofHop: hop, rate: rate)
    }
    spectra.finish()
  }

  /// Takes in whole hops of what waits.
  private mutating func take(into queues: inout [RowQueue]) {
    var (offset, turn) = (0, 0)
    while hopEnd - position <= waiting - offset {
      let part = hopEnd - position
      for quad in 0..<quadCount { quads[quad].push(offset, part, at: position) }
      position += part
      offset += part
      let isJudged = ChannelLevels.isJudged(hop: hop)
      if isJudged { measureBelated(turn: turn) { !$0.isWhole } }
      finishHop(turn: turn, into: &queues)
      if isJudged { turn += 1 }
    }
    settle(offset)
  }

  /// Takes in what waits, without the end of its hop.
  private mutating func takeRest() {
    guard waiting > 0 else { return }
    for quad in 0..<quadCount { quads[quad].push(0, waiting, at: position) }
    position += waiting
    settle(waiting)
  }

  private mutating func settle(_ done: Int) {
    for channel in places.indices { lane(channel).pointee.history.advance(done) }
    waiting -= done
  }

  /// Measures the newest spectra of channels of which samples are missing.
  private mutating func measureBelated(
    turn: Int,
    where isMeant: (borrowing RawHistory) -> Bool
  ) {
    guard modality == .emg, ChannelLevels.isJudged(hop: hop) else { return }
    for channel in places.indices where isMeant(lane(channel).pointee.history) {
      guard let window = lane(channel).pointee.history.newest else { continue }
      spectra.add(window, turn: turn, channel: channel)
    }
    spectra.finish()
  }

  private mutating func finishHop(turn: Int, into queues: inout [RowQueue]) {
    let isJudged = ChannelLevels.isJudged(hop: hop)
    if isJudged { judgedEnd = Self.end(ofHop: hop + FeatureRow.hopsPerSecond / 2, rate: rate) }
    for channel in places.indices {
      let done = quads[channel / 4].finishHop(lane: channel % 4)
      levels[channel].append(done.sums)
      if isJudged { judge(channel, turn) }
      let (short, level) = (levels[channel].level(last: 2), levels[channel].level(last: 5))
      queues[places[channel]].append(
        FeatureRow(
          hop: hop,
          shortRMS: short.rms,
          level: level.rms,
          missing: done.sums.missing,
          isValid: level.isValid,
          step: done.step,
          quality: levels[channel].quality,
          hopRMS: done.sums.rms,
          isCoarse: done.isCoarse,
          fasciculations: done.fasciculations
        )
      )
    }
    for quad in 0..<quadCount { quads[quad].finishHop() }
    hop += 1
    hopEnd = Self.end(ofHop: hop, rate: rate)
    // Below 20 Hz a hop can be without a sample of its own.
    if hopEnd == position { finishHop(turn: turn, into: &queues) }
  }

  private mutating func judge(_ channel: Int, _ turn: Int) {
    guard levels[channel].judge() else { return }
    guard let reading = spectra.reading(turn: turn, channel: channel) else { return }
    levels[channel].take(reading)
    let peaks = spectra.peaks(turn: turn, channel: channel)
    quads[channel / 4].tune(lane: channel % 4, peaks, clean: reading.cleanPower)
  }

  private func lane(_ channel: Int) -> UnsafeMutablePointer<ChannelLane> {
    quads[channel / 4].lanes + channel % 4
  }

  /// The sample at which a hop ends: hops stay on the grid of 50 ms at any rate.
  private static func end(ofHop hop: Int, rate: Double) -> Int {
    Int((Double(hop + 1) * FeatureRow.hopSeconds * rate).rounded())
  }
}
