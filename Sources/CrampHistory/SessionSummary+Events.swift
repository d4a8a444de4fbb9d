public import CrampModel

extension SessionSummary {
  /// The events that tell of an ended session: its cramps, its channels, and the end itself.
  ///
  /// - Parameters:
  ///   - now: When it is told.
  ///   - makeID: Gives each event its identity.
  /// - Returns: The events in the order in which they belong into the journal.
  public func events(at now: Timestamp, id makeID: () -> EventID) -> [CrampEvent] {
    let end = end ?? now
    return cramps.map { event(of: $0, now, makeID()) }
      + channels.map { event(of: $0, end, now, makeID()) } + [ending(end, now, makeID())]
  }

  private var head: [EventDetail] {
    [
      EventDetail(.session, .text(session.id.description)),
      EventDetail(.name, .text(session.name)),
    ]
  }

  private func event(of cramp: Cramp, _ now: Timestamp, _ id: EventID) -> CrampEvent {
    var details = head
    details += seconds(.onsetAfter, cramp.onsetAfter) + seconds(.letGo, cramp.letGo)
    details += seconds(.duration, cramp.duration)
    details += cramp.peak?.details(.peakMicrovolts, .peak) ?? []
    if let index = cramp.movement, movements.indices.contains(index) {
      details.append(EventDetail(.text, .text(movements[index].name)))
    }
    return CrampEvent(
      id: id,
      type: .sessionCramp,
      time: cramp.onset,
      detected: now,
      sensor: cramp.place.sensor,
      channel: cramp.place.channel,
      modality: cramp.place.modality,
      episode: cramp.episode,
      details: details
    )
  }

  private func event(
    of channel: Channel,
    _ end: Timestamp,
    _ now: Timestamp,
    _ id: EventID
  ) -> CrampEvent {
    var details = head
    details.append(EventDetail(.count, .count(Int64(channel.count))))
    details += seconds(.onsetAfter, channel.onsetAfter) + seconds(.letGo, channel.letGo)
    details += channel.peak?.details(.peakMicrovolts, .peak) ?? []
    details += channel.toneBefore?.details(.toneBeforeMicrovolts, .toneBefore) ?? []
    details += channel.toneAfter?.details(.toneAfterMicrovolts, .toneAfter) ?? []
    if let share = channel.crampsPerRepetition {
      details.append(EventDetail(.repetitions, .count(Int64(channel.repetitions))))
      details += [EventDetail.rounded(.crampsPerRepetition, share, decimals: 4)].compactMap(\.self)
    }
    return CrampEvent(
      id: id,
      type: .sessionChannel,
      time: end,
      detected: now,
      sensor: channel.place.sensor,
      channel: channel.place.channel,
      modality: channel.place.modality,
      details: details
    )
  }

  private func ending(_ end: Timestamp, _ now: Timestamp, _ id: EventID) -> CrampEvent {
    var details = head
    details.append(EventDetail(.kind, .text(session.kind.rawValue)))
    details += seconds(.duration, duration)
    details.append(EventDetail(.count, .count(Int64(count))))
    if repetitions > 0 { details.append(EventDetail(.repetitions, .count(Int64(repetitions)))) }
    if let reason { details.append(EventDetail(.reason, .text(reason.rawValue))) }
    return CrampEvent(id: id, type: .sessionEnded, time: end, detected: now, details: details)
  }

  private func seconds(_ key: EventKey, _ seconds: Double?) -> [EventDetail] {
    [seconds.flatMap { EventDetail.rounded(key, $0, decimals: 3) }].compactMap(\.self)
  }
}
