import CrampHistory
import CrampModel

/// The episodes of a journal, as a person names them.
struct PastEpisodes {
  /// One episode.
  struct Episode {
    /// Its identity.
    let id: EventID
    /// When it began.
    let time: Timestamp
    /// The channel, else the sensor, on which it was seen first.
    let place: String
    /// How long it lasted, in seconds; `nil` while that is not known.
    var duration: Double?
    /// Whether it was taken for a cramp.
    var isCramp: Bool
    /// Whether only a person told of it.
    let isOwn: Bool
  }

  /// How much of an id must be given.
  private static let leastOfID = 4
  /// How many are named where more than one is meant.
  private static let mostCandidates = 5

  /// In the order in which they were told.
  private(set) var all: [Episode] = []
  private let labels: LabelBook

  /// Reads events by seq.
  init(_ events: [CrampEvent]) {
    labels = LabelBook(events)
    var places: [EventID: Int] = [:]
    for event in events {
      guard let id = event.episode ?? (event.type == .episodeLabelled ? event.id : nil) else {
        continue
      }
      let index = places[id] ?? all.count
      if index == all.count {
        places[id] = index
        let place = event.channel ?? event.sensor ?? "no channel"
        all.append(
          Episode(
            id: id,
            time: event.time,
            place: place,
            isCramp: false,
            isOwn: labels.isOwn(id)
          )
        )
      }
      if event.type == .crampOnset { all[index].isCramp = true }
      if event.type == .crampRelease, all[index].duration == nil {
        all[index].duration = event.number(.duration)
      }
    }
  }

  /// The episode whose id begins so, or the newest cramp.
  ///
  /// - Parameter words: Four characters of an id at least, or `last`.
  /// - Returns: The episode.
  /// - Throws: ``Failure`` if there is none, or more than one, which it then names.
  func find(_ words: String) throws -> Episode {
    if words.lowercased() == "last" {
      guard let last = all.last(where: \.isCramp) else {
        throw Failure("the journal has no cramp yet; --missed tells of one that was not found")
      }
      return last
    }
    guard words.count >= Self.leastOfID else {
      throw Failure("\(words): give at least \(Self.leastOfID) characters of an episode's id")
    }
    let found = all.filter { $0.id.description.hasPrefix(words.lowercased()) }
    if found.count == 1, let only = found.first { return only }
    let candidates = (found.isEmpty ? all : found).suffix(Self.mostCandidates)
      .map { "\($0.id) (\(LocalTime.dateAndTime($0.time)), \($0.place))" }
    guard !found.isEmpty else {
      let newest = candidates.isEmpty ? "there is none" : candidates.joined(separator: ", ")
      throw Failure("\(words): no episode's id begins so; the newest: \(newest)")
    }
    throw Failure(
      "\(words): \(found.count) episodes' ids begin so: \(candidates.joined(separator: ", "))"
    )
  }

  /// The cramps of which nobody has said anything, in rows.
  var unlabelled: String {
    guard all.contains(where: \.isCramp) else { return "no cramp yet\n" }
    let cramps = all.filter { $0.isCramp && labels[$0.id] == nil }
    guard !cramps.isEmpty else { return "something is said of every cramp\n" }
    var table = TextTable(["began", "channel", "lasted", "episode"], indent: 0)
    for cramp in cramps {
      table.add([
        LocalTime.dateAndTime(cramp.time), cramp.place,
        cramp.duration.map { NumberText.length($0) } ?? "?", cramp.id.description,
      ])
    }
    return table.text
  }
}
