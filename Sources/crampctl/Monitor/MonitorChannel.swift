import CrampModel

/// One channel as the monitor knows it.
struct MonitorChannel {
  /// A cramp that is going on.
  struct Cramp {
    let onset: Timestamp
    /// Its onset on the clock of the samples, in seconds from the start of the stream.
    var streamOnset: Double?
    var isObserved = true
  }

  /// What there is to say of the muscle right now.
  enum Condition: Equatable {
    /// Nothing was heard yet.
    case unknown
    /// Nothing has been heard for so many seconds.
    case old(Double)
    /// It cannot be judged, for a reason of the interface.
    case unjudged(String)
    case rest
    case contraction
    /// A contraction that may become a cramp.
    case suspected
    case cramp
    /// A cramp whose level went down.
    case easing
  }

  /// Longer than this without a reading, and what is shown is not what is.
  ///
  /// An assumption: readings come once a second at least.
  static let patience = 3.0
  /// A cramp that seems to last for longer than this has its onset on another clock than ours.
  private static let longest = 86_400.0

  let sensor: String
  let name: String
  var muscle: String?
  private(set) var signal: MonitorSignal?
  private(set) var envelope = EnvelopeHistory()
  /// The envelope that stands still while a person looks at it.
  private(set) var frozen: EnvelopeHistory?
  private(set) var quiet = QuietLevels()
  /// The tone that is usual for this person, in the signal's unit.
  var usual: Double?
  var cramp: Cramp?
  private var heard: Double?
  /// Whether the connection was lost since.
  private var isCut = false

  init(sensor: String, name: String) {
    self.sensor = sensor
    self.name = name
  }

  /// Takes a reading; the one before it holds for `hold` seconds.
  mutating func take(_ signal: MonitorSignal, at moment: MonitorMoment, hold: Double) {
    if let before = self.signal, signal.streamSeconds < before.streamSeconds {
      // Another stream, with a clock of its own.
      cramp?.streamOnset = nil
    }
    self.signal = signal
    heard = moment.seconds
    isCut = false
    envelope.note(signal.level, signal.mark, at: moment.seconds, hold: hold)
    if signal.mark == .rest {
      quiet.note(signal.level, at: moment.seconds)
    } else {
      quiet.forget(at: moment.seconds)
    }
    if let cramp, cramp.streamOnset == nil {
      let length = moment.wall.seconds(since: cramp.onset)
      if (0..<Self.longest).contains(length) {
        self.cramp?.streamOnset = signal.streamSeconds - length
      }
    }
  }

  /// Nothing that is known is of now any more.
  mutating func cut() {
    isCut = true
  }

  /// A cramp was confirmed just now.
  mutating func begin(_ onset: CrampEvent) {
    let decided = onset.detected.seconds(since: onset.time)
    cramp = Cramp(onset: onset.time, streamOnset: signal.map { $0.streamSeconds - decided })
  }

  /// Lets the envelope stand still, or go on.
  mutating func freeze(_ isFrozen: Bool) {
    frozen = isFrozen ? envelope : nil
  }

  /// What there is to say of the muscle.
  func condition(at moment: MonitorMoment) -> Condition {
    guard let signal, let heard else { return .unknown }
    let age = moment.seconds - heard
    if isCut || age > Self.patience { return .old(age) }
    if let fault = signal.fault { return .unjudged(fault) }
    switch signal.state {
    case "quiet": return .rest
    case "suspected": return .suspected
    case "cramping": return .cramp
    case "falling": return .easing
    default: return .contraction
    }
  }

  /// How long the cramp has lasted, in seconds; `nil` where there is none or its onset is on
  /// another clock than ours.
  func crampLength(at moment: MonitorMoment) -> Double? {
    guard let cramp else { return nil }
    if let signal, let onset = cramp.streamOnset { return max(0, signal.streamSeconds - onset) }
    let length = moment.wall.seconds(since: cramp.onset)
    return (0..<Self.longest).contains(length) ? length : nil
  }
}
