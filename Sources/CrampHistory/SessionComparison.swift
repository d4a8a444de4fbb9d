/// A session beside earlier ones of the same name: whether it is getting less.
///
/// A few sessions say little: chance alone moves each of these numbers.
public struct SessionComparison: Hashable, Sendable {
  /// What is compared; less of it is what a person hopes for, but for the time until a cramp comes.
  public enum Measure: Hashable, Sendable {
    /// How many cramps there were.
    case cramps
    /// Seconds until a cramp came, the median.
    case onsetAfter
    /// Seconds until it let go, the median.
    case letGo
    /// Cramps for each repetition of a movement.
    case crampsPerRepetition(movement: String)
    /// The resting tone of a channel after the session.
    case toneAfter(SessionSummary.Place, unit: String)
  }

  /// Which way a measure went.
  public enum Change: Hashable, Sendable {
    /// It is less.
    case less
    /// The difference is no more than chance or the resolution of the measure makes.
    case aboutTheSame
    /// It is more.
    case more
  }

  /// One measure.
  public struct Row: Hashable, Sendable {
    /// What is compared.
    public let measure: Measure
    /// Its value in the session.
    public let now: Double
    /// The median of its values in earlier sessions.
    public let before: Double
    /// How many earlier sessions had a value.
    public let sessions: Int
    /// Which way it went.
    public let change: Change
  }

  /// What both sides have a value of.
  public let rows: [Row]

  /// Compares a session with those that are earlier and have its name.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - sessions: Any sessions, itself perhaps among them.
  public init(of session: SessionSummary, with sessions: [SessionSummary]) {
    let earlier = Self.earlier(than: session, in: sessions)
    rows = Self.measures(of: session).compactMap { measure in
      let values = earlier.compactMap { Self.value(measure, of: $0) }
      guard let now = Self.value(measure, of: session), let before = SessionMedian.of(values) else {
        return nil
      }
      return Row(
        measure: measure,
        now: now,
        before: before,
        sessions: values.count,
        change: Self.change(measure, now, before, session)
      )
    }
  }

  /// The ended sessions before one that have its name and kind.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - sessions: Any sessions.
  /// - Returns: Those of `sessions` that are earlier, in their order.
  public static func earlier(
    than session: SessionSummary,
    in sessions: [SessionSummary]
  ) -> [SessionSummary] {
    sessions.filter { other in
      other.session.name == session.session.name && other.session.kind == session.session.kind
        && other.session.since < session.session.since && other.end != nil
    }
  }

  private static func change(
    _ measure: Measure,
    _ now: Double,
    _ before: Double,
    _ session: SessionSummary
  ) -> Change {
    let margin: Double
    switch measure {
    case .cramps: margin = chance(now, before)
    case .crampsPerRepetition(let name):
      let movement = session.movements.first { $0.name == name }
      let repetitions = Double(max(1, movement?.repetitions ?? 1))
      margin = chance(now * repetitions, before * repetitions) / repetitions
    case .onsetAfter, .letGo, .toneAfter: margin = resolution * before
    }
    guard abs(now - before) > margin else { return .aboutTheSame }
    return now < before ? .less : .more
  }

  /// How far two counts differ by chance in 95 of 100 cases, if they are Poisson's.
  private static func chance(_ now: Double, _ before: Double) -> Double {
    1.96 * (now + before).squareRoot()
  }

  /// The share by which tones and times differ from one measurement to the next; our assumption.
  private static let resolution = 0.05

  private static func measures(of session: SessionSummary) -> [Measure] {
    [.cramps, .onsetAfter, .letGo]
      + session.movements.map { .crampsPerRepetition(movement: $0.name) }
      + session.channels.compactMap { channel in
        channel.toneAfter.map { .toneAfter(channel.place, unit: $0.unit) }
      }
  }

  private static func value(_ measure: Measure, of session: SessionSummary) -> Double? {
    switch measure {
    case .cramps: return Double(session.count)
    case .onsetAfter: return session.onsetAfter
    case .letGo: return session.letGo
    case .crampsPerRepetition(let movement):
      return session.movements.first { $0.name == movement }?.crampsPerRepetition
    case .toneAfter(let place, let unit):
      let tone = session.channels.first { $0.place.isSame(as: place) }?.toneAfter
      return tone.flatMap { $0.unit == unit ? $0.value : nil }
    }
  }
}

extension SessionSummary {
  /// Median of ``Cramp/onsetAfter`` over all channels.
  public var onsetAfter: Double? { SessionMedian.of(cramps.compactMap(\.onsetAfter)) }

  /// Median of ``Cramp/letGo`` over all channels.
  public var letGo: Double? { SessionMedian.of(cramps.compactMap(\.letGo)) }
}
