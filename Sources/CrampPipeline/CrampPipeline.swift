public import CrampDetection
public import CrampModel
import SignalFeatures

/// The pure stages in a row: samples in, events out, the same for live, replay and `detect`.
///
/// The events do not depend on how the samples were cut into blocks. One owner at a time.
public final class CrampPipeline {
  private var stream: StreamDescription
  private var mains: [Double]
  private var identity: DetectorIdentity
  private let features: FeatureBank
  private var queues: [RowQueue]
  private var stage: HopStage
  /// Spans of tone that ended between two blocks, told with the next.
  private var waiting: [CrampEvent] = []
  private var events: [CrampEvent] = []

  /// Is shown each hop of each channel, hop by hop, before the events of its block are returned.
  ///
  /// It must not call the pipeline. Nothing is made for it while there is none.
  public var observer: ((ChannelTrace) -> Void)?

  /// A pipeline for a stream.
  ///
  /// - Parameters:
  ///   - stream: Its channels; their rates must be positive.
  ///   - profile: The detector's constants.
  ///   - mains: The mains frequencies to look for, in hertz.
  ///   - identity: Where the identities of events come from.
  ///   - calibrations: Those of this sensor; the last that fits a channel counts.
  ///   - tellsTone: Whether it tells of the resting tone of each channel, hour by hour.
  public init(
    stream: StreamDescription,
    profile: Profile,
    mains: [Double] = [50, 60],
    identity: DetectorIdentity = .derived,
    calibrations: [Calibration] = [],
    tellsTone: Bool = false
  ) {
    self.stream = stream
    self.mains = mains
    self.identity = identity.branch
    features = FeatureBank(stream.channels, mains: mains)
    queues = Array(repeating: RowQueue(), count: stream.channels.count)
    stage = HopStage(
      detector: CrampDetector(
        stream: stream,
        profile: profile,
        identity: identity,
        calibrations: calibrations
      ),
      chainWatch: ChainWatch(stream: stream, identity: self.identity),
      toneTeller: tellsTone
        ? ToneTeller(stream: stream, identity: identity.branchForTone) : nil
    )
  }

  /// How the chains of muscles have shared their work so far; experimental.
  public var chains: [ChainSummary] {
    var summaries: [ChainSummary] = []
    stage.chainWatch.summarise(into: &summaries)
    return summaries
  }

  /// Uses other calibrations from now on.
  ///
  /// - Parameter calibrations: Those of this sensor; the last that fits a channel counts.
  public func use(_ calibrations: [Calibration]) {
    stage.detector.use(calibrations)
  }

  /// Whether no episode is open on any channel, nor about to be.
  public var isSettled: Bool { stage.detector.isSettled }

  /// Goes on under another configuration, from the next block on; only while it is settled.
  ///
  /// The filters, the stream's time and what is known of rest stay, but on channels of pressure and
  /// force whose profile changed; chains that changed are watched anew.
  ///
  /// - Parameters:
  ///   - stream: The same channels, perhaps with other names, muscles and chains.
  ///   - profile: The detector's constants.
  ///   - mains: The mains frequencies to look for, in hertz.
  public func adopt(stream: StreamDescription, profile: Profile, mains: [Double]) {
    stage.detector.adopt(stream, profile)
    if !stage.chainWatch.rename(stream) {
      identity = identity.branch
      stage.chainWatch = ChainWatch(stream: stream, identity: identity)
    }
    if stream != self.stream { stage.toneTeller?.rename(stream, into: &waiting) }
    self.stream = stream
    guard mains != self.mains else { return }
    self.mains = mains
    features.use(mains: mains)
  }

  /// Ends the spans of resting tone of all channels between two blocks.
  ///
  /// - Parameter reason: Why.
  /// - Returns: What is to be told of the spans; nothing where tone is not told.
  public func cutTone(_ reason: ToneCut) -> [CrampEvent] {
    events.removeAll(keepingCapacity: true)
    takeWaiting()
    stage.toneTeller?.cut(reason, into: &events)
    return events
  }

  /// Measures a phase of a calibration beside detection, in place of one that goes on.
  ///
  /// - Parameters:
  ///   - phase: The phase; `nil` to stop measuring.
  ///   - channel: The channel's index in the stream.
  public func measure(_ phase: CalibrationMeasurement?, channel: Int = 0) {
    precondition(queues.indices.contains(channel), "a channel is one of its stream")
    stage.measurement = phase.map { (channel, $0) }
    stage.reading = nil
  }

  /// Takes the outcome of the phase that was measured; `nil` while it goes on.
  public func takeReading() -> Result<CalibrationReading, CalibrationError>? {
    stage.reading.take()
  }

  /// Takes a block in and returns the events that it decides, in order; `seq` is not yet assigned.
  ///
  /// - Parameter block: One array of samples per channel of the stream, all of the same span.
  /// - Returns: Mostly nothing.
  public func push(_ block: SampleBlock) -> [CrampEvent] {
    precondition(block.channels.count == queues.count, "a block has all channels of its stream")
    events.removeAll(keepingCapacity: true)
    takeWaiting()
    skip(block.gap)
    features.push(block, into: &queues)
    drain()
    return events
  }

  /// Ends the stream and returns the events that this decides.
  ///
  /// - Parameter end: Why it is over.
  /// - Returns: Releases of what was let go, and of what the end cuts off.
  public func finish(_ end: StreamEnd) -> [CrampEvent] {
    events.removeAll(keepingCapacity: true)
    takeWaiting()
    drain()
    stage.detector.finish(end, into: &events)
    stage.toneTeller?.cut(.end, into: &events)
    if stage.measurement != nil { stage.reading = .failure(.interrupted) }
    stage.measurement = nil
    return events
  }

  /// Takes in a gap second by second, so that a night without samples costs no memory.
  private func skip(_ gap: Double) {
    var done = 0.0
    while done < gap {
      let next = min(gap, done + 1)
      features.skip(done..<next, into: &queues)
      done = next
      drain()
    }
  }

  private func takeWaiting() {
    guard !waiting.isEmpty else { return }
    events.append(contentsOf: waiting)
    waiting.removeAll()
  }

  private func drain() {
    stage.advance(&queues, into: &events, observer: observer)
  }
}

@available(*, unavailable)
extension CrampPipeline: Sendable {}
