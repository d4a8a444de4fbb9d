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
  /// The cramps that were not found, in the order in which people told of them.
  public private(set) var missed: [Missed] = []

  /// Reads events; those of other types are passed over.
  ///
  /// - Parameter events: Events by seq.
  public init(_ events: [CrampEvent] = []) {
    for event in events { note(event) }
  }

  /// What is said of an episode; `nil` if nobody spoke of it.
  public subscript(episode: EventID) -> EpisodeLabel? {
    labels[episode] ?? missed.first { $0.episode == episode }?.label
  }

  private mutating func note(_ event: CrampEvent) {
    guard let label = EpisodeLabel(event) else { return }
    let episode = event.episode ?? event.id
    if let index = missed.firstIndex(where: { $0.episode == episode }) {
      missed[index].label.add(label)
    } else if label.verdict == .missed {
      missed.append(Missed(episode: episode, time: event.time, label: label))
    } else {
      labels[episode, default: EpisodeLabel()].add(label)
    }
  }
}
