import CrampModel

/// One event after merging, as it is scored.
struct ScoredEvent {
  var onset: Double
  var end: Double
  var isEndKnown: Bool

  var span: ClosedRange<Double> { onset...end }

  func extended(by options: Score.Options) -> ClosedRange<Double> {
    onset - max(0, options.toleranceBefore)...end + max(0, options.toleranceAfter)
  }

  /// The events of one trial type, those that are close made one, by onset.
  ///
  /// - Parameters:
  ///   - labels: In any order.
  ///   - end: The end of the recording, for labels without a duration; if that is unknown too,
  ///     they last no time.
  ///   - options: The choices.
  /// - Returns: Events that are at least the merge distance apart.
  static func merged(_ labels: [Label], end: Double?, options: Score.Options) -> [Self] {
    let events = labels.filter { $0.trialType == options.trialType && $0.onset.isFinite }
      .filter { options.channel == nil || $0.channel == nil || $0.channel == options.channel }
      .map { label -> Self in
        let last = label.duration.map { label.onset + max(0, $0) } ?? end ?? label.onset
        return Self(
          onset: label.onset,
          end: max(label.onset, last),
          isEndKnown: label.duration != nil
        )
      }
      .sorted { $0.onset < $1.onset }
    var merged: [Self] = []
    for event in events {
      if var last = merged.last, event.onset <= last.end || event.onset - last.end < options.merge {
        last.isEndKnown = last.isEndKnown && event.isEndKnown
        last.end = max(last.end, event.end)
        merged[merged.count - 1] = last
      } else {
        merged.append(event)
      }
    }
    return merged
  }
}
