public import CrampModel

/// How well detected events agree with a reference, event by event.
///
/// Follows the event scoring of the seizure field (`timescoring`, SzCORE) with tolerances for
/// cramps: events closer than the merge distance are one; the reference is extended by the
/// tolerances; any overlap counts. A detected event is false if it touches no extended reference.
public struct Score: Sendable, Hashable {
  /// The choices of the scoring.
  public struct Options: Sendable, Hashable {
    /// The trial type that is scored.
    public var trialType = "cramp"
    /// Seconds that a detection may be early.
    public var toleranceBefore = 3.0
    /// Seconds that a detection may be late.
    public var toleranceAfter = 10.0
    /// Seconds between events below which they are one.
    public var merge = 10.0
    /// The only channel that is scored, together with labels without one; `nil` for all as one.
    public var channel: String?

    /// The choices for cramps.
    public init() {}
  }

  /// A reference event and what was found of it.
  public struct Match: Sendable, Hashable {
    /// Seconds at which the reference event begins and ends.
    public let reference: ClosedRange<Double>
    /// Seconds from the first onset to the last release of what overlaps; `nil` if it was missed.
    public let detected: ClosedRange<Double>?
    /// Seconds by which the detected onset is late; negative if it is early.
    public let onsetError: Double?
    /// Seconds by which the detected release is late; `nil` too if either end is unknown.
    public let releaseError: Double?
  }

  /// The middle half of some numbers.
  public struct Spread: Sendable, Hashable {
    /// The median, signed.
    public let median: Double
    /// The distance from the first to the third quartile.
    public let interquartileRange: Double
  }

  /// Every reference event, by onset.
  public let matches: [Match]
  /// Detected events that touch no reference, in seconds.
  public let falseAlarms: [ClosedRange<Double>]
  /// The length of the recording in seconds, if it is known.
  public let recordingSeconds: Double?

  /// Scores detections.
  ///
  /// - Parameters:
  ///   - reference: The truth; a label without a duration lasts to the end of the recording.
  ///   - detected: What was found.
  ///   - recordingSeconds: The length of the recording, if it is known.
  ///   - options: The choices.
  public init(
    reference: [Label],
    detected: [Label],
    recordingSeconds: Double?,
    options: Options = Options()
  ) {
    let truth = ScoredEvent.merged(reference, end: recordingSeconds, options: options)
    let found = ScoredEvent.merged(detected, end: recordingSeconds, options: options)
    let extended = truth.map { $0.extended(by: options) }
    matches = zip(truth, extended).map { event, reach in
      Self.match(event, found.filter { $0.span.overlaps(reach) })
    }
    falseAlarms = found.map(\.span).filter { span in !extended.contains { $0.overlaps(span) } }
    self.recordingSeconds = recordingSeconds
  }

  private static func match(_ event: ScoredEvent, _ found: [ScoredEvent]) -> Match {
    guard let first = found.first, let last = found.max(by: { $0.end < $1.end }) else {
      return Match(reference: event.span, detected: nil, onsetError: nil, releaseError: nil)
    }
    let isKnown = event.isEndKnown && last.isEndKnown
    return Match(
      reference: event.span,
      detected: first.onset...last.end,
      onsetError: first.onset - event.onset,
      releaseError: isKnown ? last.end - event.end : nil
    )
  }
}

extension Score {
  /// Reference events that were found.
  public var truePositives: Int { matches.count { $0.detected != nil } }

  /// Reference events that were not found.
  public var missed: Int { matches.count - truePositives }

  /// The share of the reference events that was found; `nil` if there are none.
  public var sensitivity: Double? {
    matches.isEmpty ? nil : Double(truePositives) / Double(matches.count)
  }

  /// The share of the detections that was right; `nil` if there are none.
  public var precision: Double? {
    let all = truePositives + falseAlarms.count
    return all == 0 ? nil : Double(truePositives) / Double(all)
  }

  /// The harmonic mean of sensitivity and precision; `nil` if there is nothing to score.
  public var f1: Double? {
    let all = 2 * truePositives + missed + falseAlarms.count
    return all == 0 ? nil : Double(2 * truePositives) / Double(all)
  }

  /// False alarms in a day; `nil` if the length of the recording is unknown.
  public var falseAlarmsPerDay: Double? {
    guard let recordingSeconds, recordingSeconds > 0 else { return nil }
    return Double(falseAlarms.count) * 86_400 / recordingSeconds
  }

  /// How late onsets are, in seconds; `nil` if none was found.
  public var onsetError: Spread? { Spread(matches.compactMap(\.onsetError)) }

  /// How late releases are, in seconds; `nil` if none is known.
  public var releaseError: Spread? { Spread(matches.compactMap(\.releaseError)) }
}

extension Score.Spread {
  /// Quartiles by linear interpolation between the sorted numbers; `nil` if there are none.
  init?(_ numbers: [Double]) {
    guard !numbers.isEmpty else { return nil }
    let sorted = numbers.sorted()
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position.rounded(.down))
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
    median = quantile(0.5)
    interquartileRange = quantile(0.75) - quantile(0.25)
  }
}
