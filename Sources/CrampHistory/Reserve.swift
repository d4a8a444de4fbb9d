public import CrampModel

/// How far a muscle at rest is from the level at which this person's cramps begin; this project's
/// own term, with no claim that it foretells anything.
public struct Reserve: Hashable, Sendable {
  /// The median of the RMS that confirmed cramps of the channel had when they were told.
  public let onsetLevel: Double
  /// The resting tone that it is compared with.
  public let tone: Double
  /// How many cramps it rests on.
  public let cramps: Int

  /// The level of cramps over the tone.
  public var ratio: Double { onsetLevel / tone }

  /// Cramps below which there is no reserve to speak of; our assumption.
  public static let leastCramps = 3

  /// What is known of a reserve.
  public enum Finding: Hashable, Sendable {
    /// It is known.
    case known(Reserve)
    /// There are too few cramps; so many are known.
    case fewCramps(Int)
    /// The tone is not known.
    case noTone
    /// The levels of this channel have no zero to count from.
    case noZero
  }

  /// Finds the reserve of a channel.
  ///
  /// - Parameters:
  ///   - channel: The channel's name.
  ///   - sensor: The sensor's identity; `nil` for any.
  ///   - events: In the order of their seq; those of type `cramp.onset` and `episode.labelled` count,
  ///     and false alarms are left out.
  ///   - tone: The resting tone now.
  /// - Returns: The reserve, or why it is not known.
  public static func find(
    channel: String,
    sensor: String? = nil,
    events: some Sequence<CrampEvent>,
    tone: Double?
  ) -> Finding {
    var levels: [(episode: EventID?, level: Double)] = []
    for event in events where event.type == .crampOnset && event.channel == channel {
      guard sensor == nil || event.sensor == sensor else { continue }
      guard event.modality == nil || event.modality == .emg || event.modality == .envelope else {
        return .noZero
      }
      if let level = event.level(.rmsMicrovolts, .rms), level > 0 {
        levels.append((event.episode, level))
      }
    }
    let labels = LabelBook(events.filter { $0.type == .episodeLabelled })
    let counted = levels.filter { cramp in
      cramp.episode.flatMap { labels[$0]?.verdict } != .falseAlarm
    }
    guard counted.count >= leastCramps else { return .fewCramps(counted.count) }
    guard let tone, tone > 0 else { return .noTone }
    let sorted = counted.map(\.level).sorted()
    let middle = sorted.count / 2
    let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    return .known(Self(onsetLevel: median, tone: tone, cramps: sorted.count))
  }
}
