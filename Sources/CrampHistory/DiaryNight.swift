/// One night of a diary, as trials of cramps ask for it.
public struct DiaryNight: Hashable, Sendable {
  /// Which night.
  public let date: NightDate
  /// Seconds in which at least one channel could be judged.
  public let watched: Double
  /// Its cramps and false alarms, by time.
  public let entries: [DiaryEntry]
  /// The sessions that began in it.
  public let sessions: [SessionSummary]

  /// A night counts as observed from so many seconds on.
  ///
  /// Three hours: an assumption, below half of a usual night's sleep, and above any practice or
  /// training, which are up to 45 minutes or so.
  public static let leastWatched = 10_800.0

  /// Whether it was observed for long enough to count.
  public var isObserved: Bool { watched >= Self.leastWatched }

  /// Cramps that came by themselves and were not called false: the night's own.
  public var spontaneous: [DiaryEntry] { entries.filter { !$0.isFalseAlarm && !$0.isProvoked } }

  /// Those of them that the detector found.
  public var detected: [DiaryEntry] { spontaneous.filter { !$0.isOwn } }

  /// Those that only the person had.
  public var missed: [DiaryEntry] { spontaneous.filter(\.isOwn) }

  /// Those that the person says were cramps, found or not.
  public var confirmed: [DiaryEntry] { spontaneous.filter(\.isConfirmed) }

  /// What the person calls false alarms.
  public var falseAlarms: [DiaryEntry] { entries.filter(\.isFalseAlarm) }

  /// Cramps within practice or exercise.
  public var provoked: [DiaryEntry] { entries.filter { !$0.isFalseAlarm && $0.isProvoked } }

  /// The length of the night's own cramps together, in seconds; `nil` if none has a known length.
  public var duration: Double? {
    let lengths = spontaneous.compactMap(\.duration)
    return lengths.isEmpty ? nil : lengths.reduce(0, +)
  }

  /// The most severe of them, 0...10; `nil` if nobody says.
  public var severity: Double? { spontaneous.compactMap { $0.label?.severity }.max() }

  /// The most that one of them disturbed sleep, 0...10; `nil` if nobody says.
  public var sleepDisturbance: Double? {
    spontaneous.compactMap { $0.label?.sleepDisturbance }.max()
  }

  /// The sides that the person names, each once.
  public var sides: [String] { Self.each(spontaneous.compactMap { $0.label?.side?.rawValue }) }

  /// The muscles that the person names, or else the channels, each once.
  public var muscles: [String] {
    Self.each(spontaneous.flatMap { $0.label?.muscle.map { [$0] } ?? $0.channels })
  }

  private static func each(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }
}
