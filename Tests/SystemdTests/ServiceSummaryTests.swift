import CrampModel
import Testing

@testable import Systemd

struct ServiceSummaryTests {
  private static func summary(_ events: [CrampEvent]) -> ServiceSummary {
    var summary = ServiceSummary { $0.advanced(bySeconds: 3_600) }
    summary.sensors = [.init(name: "openbci-cyton:A", state: "streaming", channels: 2)]
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
    #expect(ServiceSummary { $0 }.line == "No sensor yet: plug one in")
  }

  @Test func `A cramp comes first, by the clock on the wall`() {
    let summary = Self.summary([Self.event(.crampOnset, at: 6_681)])
    #expect(
      summary.line == "Cramp on left-calf since 02:51:21; watching 2 channels of 1 sensor"
    )
  }

  @Test func `A cramp that is over is remembered`() {
    let summary = Self.summary([
      Self.event(.crampOnset, at: 6_681), Self.event(.crampRelease, at: 6_750),
    ])
    #expect(
      summary.line
        == "Watching 2 channels of 1 sensor; last cramp on 2026-11-21 at 02:51:21, left-calf"
    )
  }

  @Test func `One of two channels in cramp is still in cramp`() {
    let summary = Self.summary([
      Self.event(.crampOnset, at: 60), Self.event(.crampOnset, at: 61, channel: "right-calf"),
      Self.event(.crampRelease, at: 70),
    ])
    #expect(
      summary.line == "Cramp on right-calf since 01:01:01; watching 2 channels of 1 sensor"
    )
  }

  @Test func `A signal is bad until it is good or its sensor is gone`() {
    let bad = Self.event(.signalBad, at: 1, episode: nil, reason: "lead-off")
    let words = "; signal of left-calf is bad (lead-off)"
    let watching = "Watching 2 channels of 1 sensor"
    #expect(Self.summary([bad]).line == watching + words)
    #expect(Self.summary([bad, Self.event(.signalGood, at: 2, episode: nil)]).line == watching)
    let gone = Self.event(.sensorDetached, at: 2, episode: nil, channel: nil)
    #expect(Self.summary([bad, gone]).line == watching)
  }

  @Test func `What keeps the daemon from its work is said before all else`() {
    var summary = Self.summary([Self.event(.crampOnset, at: 6_681)])
    summary.stuck = ["journal"]
    summary.journalTrouble = "disk full"
    summary.waiting = 12
    summary.sensors[0].state = "detached"
    #expect(
      summary.line == """
        Stuck: journal; events cannot be written (disk full), 12 wait in memory; \
        cramp on left-calf since 02:51:21; no sensor gives samples; openbci-cyton:A is detached
        """
    )
  }
}
