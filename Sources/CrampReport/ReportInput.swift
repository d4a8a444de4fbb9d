public import CrampHistory
public import CrampModel

/// All that a report is made of.
public struct ReportInput: Sendable {
  /// What the page is called.
  public var title: String
  /// What the events were read from, in words: the journal's or the recording's name.
  public var source: String
  /// Whether they are what the detector finds in a recording now, and not what a daemon saw.
  public var isRecording: Bool
  /// When the report was made.
  public var made: Timestamp
  /// What was asked about; `nil` for all that there is.
  public var range: Range<Timestamp>?
  /// The events of that time, in the order of the journal.
  public var events: [CrampEvent]
  /// Events from before and after that time which belong to what is in it: the release of an
  /// episode, the session that a cramp lies in, a span of tone that reaches into it.
  public var surroundings: [CrampEvent]
  /// What could be judged.
  public var coverage: Coverage
  /// Local time.
  public var offset: LocalOffset
  /// What local time is called: `CET`.
  public var zone: String
  /// The signals of episodes, as far as samples were kept.
  public var signals: [EpisodeSignal]
  /// As many episodes, the newest, are shown one by one.
  public var mostShown: Int
  /// Events that this version does not understand and that are left out.
  public var unknownEvents: Int

  /// Begins with what every report has.
  public init(
    title: String,
    source: String,
    made: Timestamp,
    events: [CrampEvent],
    coverage: Coverage,
    offset: @escaping LocalOffset,
    zone: String
  ) {
    self.title = title
    self.source = source
    isRecording = false
    self.made = made
    self.events = events
    surroundings = []
    self.coverage = coverage
    self.offset = offset
    self.zone = zone
    signals = []
    mostShown = 50
    unknownEvents = 0
  }
}
