import CrampHistory
import CrampModel
import EventJournal
import EventStream

/// What people say of episodes.
extension SessionKeeper {
  /// How far a person's clock may be ahead, in seconds.
  private static let ahead = 60.0
  /// How long ago a cramp may be that was not found, in seconds: ten years, as a diary has nights.
  private static let longestAgo = 3_652 * 86_400.0

  /// Writes what a person says of an episode of the journal, or of a cramp that was not found.
  func label(_ request: LabelRequest) async throws(SessionRefusal) -> SessionAnswer {
    var label = EpisodeLabel()
    label.verdict = try Self.word(request.verdict, "verdict")
    label.severity = request.severity
    label.sleepDisturbance = request.sleepDisturbance
    label.side = try Self.word(request.side, "side")
    label.muscle = request.muscle
    label.text = request.text
    label.duration = request.duration
    let event: CrampEvent
    if let id = request.episode {
      event = try self.event(label, of: id, request)
    } else {
      event = try missed(label, request)
    }
    var answer = try await write([event])
    answer.episode = event.episode?.description
    return answer
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String?,
    _ name: String
  ) throws(SessionRefusal) -> Word? {
    guard let text else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw SessionRefusal(.badRequest, "\(name): none of \(words)")
    }
    return word
  }

  /// A label with the sensor, the channel and the time of the episode's onset.
  private func event(
    _ label: EpisodeLabel,
    of id: String,
    _ request: LabelRequest
  ) throws(SessionRefusal) -> CrampEvent {
    guard request.time == nil, request.sensor == nil, request.channel == nil else {
      throw SessionRefusal(.badRequest, "time, sensor and channel: those of the episode count")
    }
    guard label != EpisodeLabel() else { throw SessionRefusal(.badRequest, "says nothing") }
    let known = try events(of: id)
    guard
      let first = known.first(where: { $0.type == .crampOnset })
        ?? known.first(where: { $0.type == .crampSuspected || $0.type == .episodeLabelled })
    else { throw SessionRefusal(.badRequest, "episode: \(id) is not in the journal") }
    var label = label
    let book = LabelBook(known)
    if let verdict = label.verdict {
      try Self.check(verdict, isOwn: book.isOwn(first.episode ?? first.id))
    }
    // Whoever says how it was does not say that there was nothing.
    label.verdict = label.verdict ?? book[first.episode ?? first.id]?.verdict ?? .confirmed
    var event = LiveEvents.event(
      .episodeLabelled,
      sensor: first.sensor,
      channel: first.channel,
      episode: first.episode ?? first.id,
      time: first.time,
      details: label.details
    )
    event.modality = first.modality
    return event
  }

  /// A cramp that was not found is missed, or withdrawn as a false alarm; one that was found is not
  /// missed.
  private static func check(
    _ verdict: EpisodeLabel.Verdict,
    isOwn: Bool
  ) throws(SessionRefusal) {
    switch verdict {
    case .falseAlarm: return
    case .missed where isOwn: return
    case .confirmed where !isOwn: return
    case .missed:
      throw SessionRefusal(.badRequest, "verdict: the episode was found, so that none missed it")
    case .confirmed:
      throw SessionRefusal(
        .badRequest,
        "verdict: the episode was missed, and stays so unless false-alarm withdraws it"
      )
    }
  }

  private func events(of id: String) throws(SessionRefusal) -> [CrampEvent] {
    guard let episode = EventID(id.lowercased()) else {
      throw SessionRefusal(.badRequest, "episode: not the id of an episode")
    }
    do {
      let waiting = journal.waitingEvents(after: 0).map(\.event).filter { $0.episode == episode }
      return try journal.reader.events(ofEpisode: episode) + waiting
    } catch {
      throw SessionRefusal(.trouble, error.description)
    }
  }

  /// A label of its own episode, under which more can be said of it.
  private func missed(
    _ label: EpisodeLabel,
    _ request: LabelRequest
  ) throws(SessionRefusal) -> CrampEvent {
    guard let time = request.time else {
      throw SessionRefusal(.badRequest, "episode: missing, or time for a cramp that was not found")
    }
    guard label.verdict ?? .missed == .missed else {
      throw SessionRefusal(.badRequest, "verdict: missed is the one for a time without an episode")
    }
    guard time <= LiveEvents.now.advanced(bySeconds: Self.ahead) else {
      throw SessionRefusal(.badRequest, "time: is yet to come")
    }
    guard time >= LiveEvents.now.advanced(bySeconds: -Self.longestAgo) else {
      throw SessionRefusal(.badRequest, "time: is more than ten years ago")
    }
    var label = label
    label.verdict = .missed
    let event = LiveEvents.event(
      .episodeLabelled,
      sensor: request.sensor,
      channel: request.channel,
      time: time,
      details: label.details
    )
    var own = event
    own.episode = event.id
    return own
  }
}
