import CrampHistory
import CrampModel
import CrampReport
import Foundation

/// What a report is made of, from recordings that the detector has just been run over.
struct RecordingSource {
  private let mostShown: Int
  private var events: [CrampEvent] = []
  private var presence: [CrampEvent] = []
  private var signals: [EpisodeSignal] = []
  private var names: [String] = []

  /// Begins without a recording.
  ///
  /// - Parameter mostShown: As many episodes of each get their signals.
  init(mostShown: Int) {
    self.mostShown = mostShown
  }

  /// Adds what was found, and reads the recording once more for the signals.
  ///
  /// - Parameter detection: A recording that was read to its end.
  /// - Throws: `RecordingError` if it can no longer be read.
  mutating func add(_ detection: Detection) throws {
    names.append(URL(fileURLWithPath: detection.path).lastPathComponent)
    events += detection.events
    let stream = detection.stream
    let end = stream.start.advanced(bySeconds: detection.duration)
    presence.append(
      Self.event(
        .sensorAttached,
        at: stream.start,
        stream.sensor,
        [EventDetail(.channels, .texts(stream.channels.map(\.name)))]
      )
    )
    presence += detection.events
    presence.append(Self.event(.sensorDetached, at: end, stream.sensor, []))
    let shown = Array(CrampEpisode.all(in: detection.events).suffix(mostShown))
    signals += try RecordedSignals(shown, stream: stream).read(detection.input)
  }

  /// What was added.
  ///
  /// - Parameter now: The present time.
  /// - Returns: With times as the recordings have them: a header knows no time zone.
  func input(now: Timestamp) -> ReportInput {
    var input = ReportInput(
      title: names.count == 1 ? "Cramp report of \(names[0])" : "Cramp report of recordings",
      source: names.joined(separator: ", "),
      made: now,
      events: events,
      coverage: Coverage(events: presence),
      offset: { _ in 0 },
      zone: "the recording's own time"
    )
    input.isRecording = true
    input.signals = signals
    input.mostShown = mostShown
    return input
  }

  private static func event(
    _ type: EventType,
    at time: Timestamp,
    _ sensor: String,
    _ details: [EventDetail]
  ) -> CrampEvent {
    CrampEvent(
      id: EventID(high: 0, low: 0),
      type: type,
      time: time,
      detected: time,
      sensor: sensor,
      details: details
    )
  }
}
