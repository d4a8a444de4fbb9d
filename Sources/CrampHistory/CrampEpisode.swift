public import CrampModel

/// A cramp as a person has it: one, on however many channels it was seen.
public struct CrampEpisode: Hashable, Sendable {
  /// Its identity.
  public let id: EventID
  /// What each channel saw, by the time of the onset.
  public let courses: [EpisodeCourse]

  /// Puts an episode together from courses in any order; `nil` without one.
  init?(id: EventID, courses: [EpisodeCourse]) {
    guard !courses.isEmpty else { return nil }
    self.id = id
    self.courses = courses.enumerated()
      .sorted { ($0.element.begin, $0.offset) < ($1.element.begin, $1.offset) }
      .map(\.element)
  }

  /// The course of the channel that contracted first.
  public var first: EpisodeCourse { courses[0] }

  /// The course of the channel that rose most over its rest.
  public var strongest: EpisodeCourse {
    courses.dropFirst().reduce(first) {
      ($1.peakRatio ?? 0) > ($0.peakRatio ?? 0) ? $1 : $0
    }
  }

  /// When it began, on the first of its channels.
  public var begin: Timestamp { first.begin }

  /// When it ended, on the last of its channels; `nil` if the end of any is not known.
  public var end: Timestamp? {
    var latest: Timestamp?
    for course in courses {
      guard let end = course.end else { return nil }
      latest = max(latest ?? end, end)
    }
    return latest
  }

  /// Its length in seconds; `nil` if its end is not known.
  public var duration: Double? {
    if courses.count == 1 { return first.duration }
    return end.map { max(0, $0.seconds(since: begin)) }
  }

  /// Whether its signal was away for a part of it.
  public var wasUnobserved: Bool { courses.contains { !$0.unobserved.isEmpty } }

  /// The episodes among some events.
  ///
  /// - Parameter events: In the order of the journal; what belongs to no onset is passed over.
  /// - Returns: The episodes by the time of their onset.
  public static func all(in events: [CrampEvent]) -> [Self] {
    var draft = EpisodeDraft()
    for event in events { draft.add(event) }
    return draft.episodes
  }
}

/// Episodes while their events come in.
private struct EpisodeDraft {
  private struct Place: Hashable {
    let episode: EventID
    let sensor: String?
    let channel: String?
  }

  private var courses: [EpisodeCourse] = []
  private var places: [Place: Int] = [:]

  mutating func add(_ event: CrampEvent) {
    guard let episode = event.episode else { return }
    let place = Place(episode: episode, sensor: event.sensor, channel: event.channel)
    if event.type == .crampOnset, places[place] == nil {
      places[place] = courses.count
      courses.append(EpisodeCourse(onset: event))
    }
    guard let index = places[place] else { return }
    switch event.type {
    case .crampRelease: courses[index].release = event
    case .crampUnobserved: courses[index].unobserved.append(.init(begin: event.time))
    case .crampObserved:
      guard let last = courses[index].unobserved.indices.last else { return }
      courses[index].unobserved[last].end = event.time
    default: break
    }
  }

  var episodes: [CrampEpisode] {
    var groups: [EventID: [EpisodeCourse]] = [:]
    for course in courses {
      guard let id = course.onset.episode else { continue }
      groups[id, default: []].append(course)
    }
    return groups.compactMap { CrampEpisode(id: $0.key, courses: $0.value) }
      .sorted { ($0.begin, $0.id.high, $0.id.low) < ($1.begin, $1.id.high, $1.id.low) }
  }
}
