public import CrampModel

/// What a session was for: its cramps, its channels and the movements that were repeated in it.
///
/// "Chase the cramp", to repeat a movement over days and to count how often it cramps, is this
/// project's own term; no benefit is known of it.
public struct SessionSummary: Hashable, Sendable {
  /// Why a session ended.
  public enum Reason: String, Hashable, Sendable {
    /// A person ended it.
    case person
    /// It was open for more than a day when another one began.
    case forgotten
  }

  /// Where something was measured.
  public struct Place: Hashable, Sendable {
    /// The sensor, if it is known.
    public let sensor: String?
    /// The channel's name.
    public let channel: String
    /// What the channel measures, if that is known.
    public let modality: Modality?

    /// Names a place.
    public init(sensor: String?, channel: String, modality: Modality?) {
      self.sensor = sensor
      self.channel = channel
      self.modality = modality
    }
  }

  /// One cramp on one channel.
  public struct Cramp: Hashable, Sendable {
    /// Where.
    public var place: Place
    /// The episode, which other channels may take part in.
    public var episode: EventID
    /// When it began, in the time of the samples.
    public var onset: Timestamp
    /// Seconds from the last cue to contract, else from the beginning of the session, to the onset;
    /// `nil` if the samples had a time of their own that is not known any more.
    public var onsetAfter: Double?
    /// Seconds from the first cue to relax during it, else from the moment when it was known for a
    /// cramp, to the release; `nil` while it is open and where its end was not seen.
    ///
    /// The release says how high the level rose and not when, so that there is no time of the peak.
    public var letGo: Double?
    /// Its length in seconds; `nil` if it was still open when the session ended.
    public var duration: Double?
    /// The highest level; `nil` while it is open.
    public var peak: SessionLevel?
    /// The index among ``SessionSummary/movements`` of the one that it came with; `nil` for none.
    public var movement: Int?
  }

  /// One channel.
  public struct Channel: Hashable, Sendable {
    /// Where.
    public var place: Place
    /// How many cramps began in the session.
    public var count: Int
    /// Median of ``Cramp/onsetAfter``.
    public var onsetAfter: Double?
    /// Median of ``Cramp/letGo``.
    public var letGo: Double?
    /// The highest level of a cramp.
    public var peak: SessionLevel?
    /// The resting tone before the session, else the first in it.
    public var toneBefore: SessionLevel?
    /// The last resting tone in the session.
    public var toneAfter: SessionLevel?
    /// How often any movement was repeated.
    public var repetitions: Int
    /// Cramps that came with a repetition, for each of them.
    public var crampsPerRepetition: Double?
  }

  /// One movement.
  public struct Movement: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// How often it was repeated.
    public var repetitions: Int
    /// How many episodes of cramp came after a repetition of it and before the next cue, but for
    /// one to contract.
    public var count: Int

    /// Cramps for each repetition.
    public var crampsPerRepetition: Double { Double(count) / Double(max(1, repetitions)) }
  }

  /// Which session.
  public var session: Session
  /// When it ended; `nil` while it is open.
  public var end: Timestamp?
  /// Why it ended; `nil` while it is open, and where nobody said.
  public var reason: Reason?
  /// The cramps that began in it, in the order in which they were told.
  public var cramps: [Cramp] = []
  /// The channels, in the order of their names.
  public var channels: [Channel] = []
  /// The movements, in the order in which they were first repeated.
  public var movements: [Movement] = []

  /// A summary that knows of nothing yet.
  init(session: Session, end: Timestamp?, reason: Reason?) {
    self.session = session
    self.end = end
    self.reason = reason
  }

  /// Its length in seconds; `nil` while it is open.
  public var duration: Double? {
    end.map { max(0, $0.seconds(since: session.since)) }
  }

  /// How many cramps there were: one on several channels is one.
  public var count: Int { Set(cramps.map(\.episode)).count }

  /// How often movements were repeated.
  public var repetitions: Int { movements.reduce(0) { $0 + $1.repetitions } }
}
