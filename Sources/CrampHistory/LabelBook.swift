public import CrampModel

/// What people have said of episodes: of each member, what was said last.
public struct LabelBook: Hashable, Sendable {
  /// A cramp that a person tells of and that was not found.
  public struct Missed: Hashable, Sendable {
    /// The identity under which more can be said of it.
    public let episode: EventID
    /// When it was.
    public let time: Timestamp
    /// What is said of it.
    public fileprivate(set) var label: EpisodeLabel
  }

  private var labels: [EventID: EpisodeLabel] = [:]
  private var told: [Missed] = []

  /// The cramps that were not found, in the order in which people told of them, but for those that
  /// were withdrawn: called false alarms later.
  public var missed: [Missed] { told.filter { $0.label.verdict == .missed } }

  /// Reads events; those of other types are passed over.
  ///
  /// - Parameter events: Events by seq.
  public init(_ events: [CrampEvent] = []) {
    for event in events { note(event) }
  }

  /// What is said of an episode; `nil` if nobody spoke of it.
  public subscript(episode: EventID) -> EpisodeLabel? {
    labels[episode] ?? told.first { $0.episode == episode }?.label
  }

  /// Whether an episode is a cramp that only a person told of, withdrawn or not.
  public func isOwn(_ episode: EventID) -> Bool { told.contains { $0.episode == episode } }

  private mutating func note(_ event: CrampEvent) {
    guard let label = EpisodeLabel(event) else { return }
    let episode = event.episode ?? event.id
    if let index = told.firstIndex(where: { $0.episode == episode }) {
      told[index].label.add(label)
    } else if label.verdict == .missed {
      told.append(Missed(episode: episode, time: event.time, label: label))
    } else {
      labels[episode, default: EpisodeLabel()].add(label)
    }
  }
}
