/// Takes the spectra of channels of one rate when they are due, as many at a time as there are.
///
/// What it measures depends on the raw samples alone, so that all that falls due within the samples
/// at hand can be measured before they are filtered. Everything is allocated by `init`.
final class SpectralStage {
  /// Samples in a window.
  var size: Int { batch.size }
  /// Lines of mains that are looked for.
  var lines: Int { search.nominals.count }

  private let rate: Double
  private let channels: Int
  private let capacity: Int
  private let batch: SpectrumBatch
  private var shape: SpectralLanes
  private var search: LineSearch
  private let readings: UnsafeMutablePointer<SpectralReading>
  private var peaks: UnsafeMutablePointer<LinePeak>
  private let isKnown: UnsafeMutablePointer<Bool>
  private var lanePeaks: UnsafeMutablePointer<LinePeak>
  private let laneReadings: UnsafeMutablePointer<SpectralReading>
  private let places: UnsafeMutablePointer<Int>
  private var waiting = 0
  private var isAnyKnown = false

  /// Prepares for `channels` channels, each with up to `turns` spectra at a time.
  init(rate: Double, channels: Int, turns: Int, mains: [Double]) {
    self.rate = rate
    self.channels = channels
    capacity = channels * turns
    batch = SpectrumBatch(rate: rate)
    shape = SpectralLanes(rate: rate, size: batch.size, mains: mains)
    search = LineSearch(mains: mains, rate: rate, binWidth: batch.binWidth, bins: batch.bins)
    readings = .allocate(capacity: capacity)
    readings.initialize(repeating: SpectralReading(), count: capacity)
    isKnown = .allocate(capacity: capacity)
    isKnown.initialize(repeating: false, count: capacity)
    laneReadings = .allocate(capacity: SpectrumBatch.lanes)
    laneReadings.initialize(repeating: SpectralReading(), count: SpectrumBatch.lanes)
    places = .allocate(capacity: SpectrumBatch.lanes)
    places.initialize(repeating: 0, count: SpectrumBatch.lanes)
    peaks = Self.room(capacity * search.nominals.count)
    lanePeaks = Self.room(SpectrumBatch.lanes * search.nominals.count)
  }

  deinit {
    readings.deallocate()
    peaks.deallocate()
    isKnown.deallocate()
    lanePeaks.deallocate()
    laneReadings.deallocate()
    places.deallocate()
  }

  private static func room(_ count: Int) -> UnsafeMutablePointer<LinePeak> {
    let room = UnsafeMutablePointer<LinePeak>.allocate(capacity: max(1, count))
    room.initialize(repeating: LinePeak(), count: max(1, count))
    return room
  }

  /// Looks for other mains frequencies from now on.
  func use(mains: [Double]) {
    shape = SpectralLanes(rate: rate, size: batch.size, mains: mains)
    search = LineSearch(mains: mains, rate: rate, binWidth: batch.binWidth, bins: batch.bins)
    peaks.deallocate()
    lanePeaks.deallocate()
    peaks = Self.room(capacity * lines)
    lanePeaks = Self.room(SpectrumBatch.lanes * lines)
    begin()
  }

  /// Forgets what was measured of the samples before.
  func begin() {
    guard isAnyKnown else { return }
    isAnyKnown = false
    for place in 0..<capacity { isKnown[place] = false }
  }

  /// Takes in a window; it is measured with others, at the latest by ``finish()``.
  func add(_ window: UnsafePointer<Float>, turn: Int, channel: Int) {
    guard turn * channels < capacity else { return }
    batch.set(window, lane: waiting)
    places[waiting] = turn * channels + channel
    waiting += 1
    if waiting == SpectrumBatch.lanes { finish() }
  }

  /// Measures what waits.
  func finish() {
    guard waiting > 0 else { return }
    batch.measure(waiting)
    shape.measure(batch.power, lanes: waiting, into: laneReadings)
    search.measure(batch.power, lanes: waiting, into: lanePeaks)
    for lane in 0..<waiting {
      let place = places[lane]
      readings[place] = laneReadings[lane]
      isKnown[place] = true
      for line in 0..<lines { peaks[place * lines + line] = lanePeaks[lane * lines + line] }
    }
    waiting = 0
    isAnyKnown = true
  }

  /// What was measured; `nil` where no window was taken in.
  func reading(turn: Int, channel: Int) -> SpectralReading? {
    let place = turn * channels + channel
    return place < capacity && isKnown[place] ? readings[place] : nil
  }

  /// The lines that belong to ``reading(turn:channel:)``.
  func peaks(turn: Int, channel: Int) -> UnsafePointer<LinePeak> {
    UnsafePointer(peaks + (turn * channels + channel) * lines)
  }
}

@available(*, unavailable)
extension SpectralStage: Sendable {}
