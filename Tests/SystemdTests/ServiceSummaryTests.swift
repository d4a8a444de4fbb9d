import CrampModel
import Testing

@testable import Systemd

struct ServiceSummaryTests {
  private static func summary(_ events: [CrampEvent]) -> ServiceSummary {
    var summary = ServiceSummary()
    summary.sensors = [.init(state: "streaming", channels: 2)]
    for event in events { summary.note(event) }
    return summary
  }

  /// An event so many seconds after midnight, UTC.
  private static func event(
    _ type: EventType,
    at seconds: Double,
    episode: UInt64? = 1,
    channel: String? = "left-calf",
    reason: String? = nil
  ) -> CrampEvent {
    let time = Timestamp(microseconds: 1_795_219_200_000_000).advanced(bySeconds: seconds)
    return CrampEvent(
      id: EventID(high: 0, low: 0),
      type: type,
      time: time,
      detected: time,
      sensor: "openbci-cyton:A",
      channel: channel,
      episode: episode.map { EventID(high: 0, low: $0) },
      details: reason.map { [EventDetail(.reason, .text($0))] } ?? []
    )
  }

  @Test func `With nothing attached it says what to do`() {
    #expect(ServiceSummary().line == "No sensor yet: plug one in")
  }

  @Test func `A cramp comes first, and says nothing that not everybody may know`() {
    let summary = Self.summary([Self.event(.crampOnset, at: 6_681)])
    #expect(summary.line == "1 channel in cramp; watching 2 channels of 1 sensor")
  }

  @Test func `A cramp that is over is not told`() {
    let summary = Self.summary([
      Self.event(.crampOnset, at: 6_681), Self.event(.crampRelease, at: 6_750),
    ])
    #expect(summary.line == "Watching 2 channels of 1 sensor")
  }

  @Test func `One of two channels in cramp is still in cramp`() {
    let both = [
      Self.event(.crampOnset, at: 60), Self.event(.crampOnset, at: 61, channel: "right-calf"),
    ]
    let watching = "watching 2 channels of 1 sensor"
    #expect(Self.summary(both).line == "2 channels in cramp; " + watching)
    let release = Self.event(.crampRelease, at: 70)
    #expect(Self.summary(both + [release]).line == "1 channel in cramp; " + watching)
  }

  @Test func `A signal is bad until it is good or its own sensor is gone`() {
    let bad = Self.event(.signalBad, at: 1, episode: nil, reason: "lead-off")
    let watching = "Watching 2 channels of 1 sensor"
    let words = watching + "; bad signal on 1 channel (lead-off)"
    #expect(Self.summary([bad]).line == words)
    #expect(Self.summary([bad, Self.event(.signalGood, at: 2, episode: nil)]).line == watching)
    var gone = Self.event(.sensorDetached, at: 2, episode: nil, channel: nil)
    #expect(Self.summary([bad, gone]).line == watching)
    gone.sensor = "another"
    #expect(Self.summary([bad, gone]).line == words)
  }

  @Test func `What keeps the daemon from its work is said before all else`() {
    var summary = Self.summary([Self.event(.crampOnset, at: 6_681)])
    summary.stuck = 1
    summary.journalTrouble = "disk full"
    summary.waiting = 12
    summary.sensors[0].state = "detached"
    #expect(
      summary.line == """
        1 part stuck, see the log; events cannot be written (disk full), 12 wait in memory; \
        1 channel in cramp; no sensor gives samples; 1 sensor detached
        """
    )
  }
}
