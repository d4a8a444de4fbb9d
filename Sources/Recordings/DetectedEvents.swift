public import CrampModel
import Foundation

/// What a detector found, as lines of JSON: the public event objects.
public enum DetectedEvents: Sendable {
  /// Pairs the onsets and releases in a file of event lines.
  ///
  /// Cramps become labels `cramp`, spasms `spasm`, warnings `precursor`, spans of bad signal
  /// `signal_bad`. One that does not end in the file has no duration.
  ///
  /// - Parameters:
  ///   - path: The file; lines of other events are passed over.
  ///   - start: The time of sample zero, for lines without the member `t`.
  /// - Returns: The labels, by onset.
  /// - Throws: ``RecordingError`` with the line, if one is no event or the file cannot be read.
  public static func labels(
    ndjsonPath path: String,
    start: Timestamp = .epoch
  ) throws(RecordingError) -> [Label] {
    let file: InputFile
    do {
      file = try InputFile(path: path)
    } catch  where error.problem == .empty {
      // A detector that found nothing writes nothing.
      return []
    }
    var lines = TextLines(file: file)
    var pairs = EventPairs()
    let decoder = JSONDecoder()
    while let line = try lines.nextText() {
      if line.trimmed.isEmpty { continue }
      do {
        let event = try decoder.decode(PlacedEvent.self, from: Data(line.utf8))
        pairs.add(event.event, at: event.seconds ?? event.event.time.seconds(since: start))
      } catch {
        let reason = "no event object: \(Self.reason(error))"
        throw RecordingError(path: path, line: lines.number, .line(reason))
      }
    }
    return pairs.labels.sorted { $0.onset < $1.onset }
  }

  /// Pairs onsets and releases as ``labels(ndjsonPath:start:)`` does.
  ///
  /// - Parameters:
  ///   - events: The events of one stream, in order.
  ///   - start: The time of sample zero.
  /// - Returns: The labels, by onset.
  public static func labels(of events: [CrampEvent], start: Timestamp) -> [Label] {
    var pairs = EventPairs()
    for event in events {
      pairs.add(event, at: event.time.seconds(since: start))
    }
    return pairs.labels.sorted { $0.onset < $1.onset }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "no member \(key.stringValue)"
    case .dataCorrupted(let context)
    where !context.codingPath.isEmpty || context.underlyingError == nil:
      context.debugDescription.shown(limit: 80)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      context.debugDescription.shown(limit: 80)
    case .dataCorrupted, .none, .some: "not JSON"
    }
  }
}

/// An event with its place in a recording.
private struct PlacedEvent: Decodable {
  let event: CrampEvent
  let seconds: Double?

  private enum Name: String, CodingKey {
    case seconds = "t"
  }

  init(from decoder: any Decoder) throws {
    event = try CrampEvent(from: decoder)
    seconds = try decoder.container(keyedBy: Name.self)
      .decodeIfPresent(Double.self, forKey: .seconds)
  }
}

/// Spans that have begun, and those that are complete.
private struct EventPairs {
  private struct Key: Hashable {
    var trialType: String
    var episode: EventID?
    var sensor: String?
    var channel: String?
  }

  private(set) var labels: [Label] = []
  private var open: [Key: Int] = [:]

  mutating func add(_ event: CrampEvent, at seconds: Double) {
    switch event.type {
    case .crampOnset: begin("cramp", event, at: seconds)
    case .crampRelease: end("cramp", event, at: seconds)
    case .crampWarning: begin("precursor", event, at: seconds)
    case .crampWarningCleared: end("precursor", event, at: seconds)
    case .signalBad: begin("signal_bad", event, at: seconds)
    case .signalGood: end("signal_bad", event, at: seconds)
    case .spasm: labels.append(label("spasm", event, at: seconds))
    case .crampSuspected, .crampDismissed, .crampUnobserved, .crampObserved, .compensation,
      .sensorAttached, .sensorDetached, .sensorFailed, .samplesLost, .marker, .sessionStarted,
      .sessionEnded, .sessionCramp, .sessionChannel, .episodeLabelled, .tone, .toneRaised,
      .toneUsual, .calibrationChanged, .clockStepped, .journalRecovered, .daemonStarted,
      .daemonStopped:
      break
    }
  }

  private mutating func begin(_ trialType: String, _ event: CrampEvent, at seconds: Double) {
    let key = key(trialType, event)
    // Said twice without an end between: the first began it.
    guard open[key] == nil else { return }
    open[key] = labels.count
    labels.append(label(trialType, event, at: seconds))
  }

  private mutating func end(_ trialType: String, _ event: CrampEvent, at seconds: Double) {
    guard let index = open.removeValue(forKey: key(trialType, event)) else { return }
    labels[index].duration = rounded(max(0, seconds - labels[index].onset))
  }

  private func key(_ trialType: String, _ event: CrampEvent) -> Key {
    Key(
      trialType: trialType,
      episode: trialType == "cramp" ? event.episode : nil,
      sensor: event.sensor,
      channel: event.channel
    )
  }

  private func label(_ trialType: String, _ event: CrampEvent, at seconds: Double) -> Label {
    Label(
      onset: seconds,
      duration: trialType == "spasm" ? number(event[.duration]) : nil,
      trialType: trialType,
      channel: event.channel,
      confidence: number(event[.confidence])
    )
  }

  private func number(_ value: EventValue?) -> Double? {
    switch value {
    case .number(let number): number
    case .count(let count): Double(count)
    case .text, .texts, .flag, .none: nil
    }
  }
}
