import CrampHistory
import CrampModel
import Foundation

/// What events mean to the picture.
extension MonitorPicture {
  /// What is told for each channel, and more often than a person reads.
  static let unlisted: Set<EventType> = [.tone, .sessionChannel]

  /// Takes an event as the stream tells it.
  ///
  /// Summaries are not listed: there is one for each channel at once, and they would leave no room
  /// for cramps.
  mutating func take(event json: String, isPending: Bool) {
    guard let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8)) else {
      list(MonitorEvent(unknown: json, id: json, isPending: isPending))
      return
    }
    if !Self.unlisted.contains(event.type) { list(MonitorEvent(event, isPending: isPending)) }
    apply(event)
  }

  /// Takes the newest events of the journal, which are over, as a JSON answer to `history`.
  mutating func take(history json: String) {
    guard let past = try? JSONDecoder().decode(HistoryPage.self, from: Data(json.utf8)) else {
      return
    }
    for case let event? in past.events.map(\.event) where !Self.unlisted.contains(event.type) {
      list(MonitorEvent(event, isPending: false))
    }
  }

  /// Takes the newest events about tone that is raised or usual.
  mutating func take(toneHistory json: String) {
    guard let past = try? JSONDecoder().decode(HistoryPage.self, from: Data(json.utf8)) else {
      return
    }
    for case let event? in past.events.map(\.event) { learnUsual(event) }
  }

  private mutating func apply(_ event: CrampEvent) {
    switch event.type {
    case .crampOnset: change(event) { $0.begin(event) }
    case .crampRelease: change(event) { $0.cramp = nil }
    case .crampUnobserved: change(event) { $0.cramp?.isObserved = false }
    case .crampObserved: change(event) { $0.cramp?.isObserved = true }
    case .toneRaised, .toneUsual: learnUsual(event)
    case .sessionStarted: begin(MonitorSession(event))
    case .sessionEnded: endSession()
    case .sensorAttached, .sensorDetached, .sensorFailed: ask()
    case .crampSuspected, .crampDismissed, .crampWarning, .crampWarningCleared, .spasm,
      .compensation, .signalBad, .signalGood, .samplesLost, .marker, .sessionCramp,
      .sessionChannel, .episodeLabelled, .tone, .calibrationChanged, .clockStepped,
      .journalRecovered, .daemonStarted, .daemonStopped:
      break
    }
  }

  private mutating func learnUsual(_ event: CrampEvent) {
    guard let usual = event.level(.usualMicrovolts, .usual), usual > 0 else { return }
    change(event) { $0.usual = usual }
  }
}

/// The answer to `history`; an event of a later version is left out.
private struct HistoryPage: Decodable {
  struct Entry: Decodable {
    let event: CrampEvent?

    init(from decoder: any Decoder) throws {
      event = try? CrampEvent(from: decoder)
    }
  }

  let events: [Entry]
}
