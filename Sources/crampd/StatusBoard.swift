import CrampDetection
import CrampHistory
import CrampModel
import EventJournal
import EventStream
import Foundation
import SensorSources
import Systemd

/// Puts together what the daemon tells about itself.
struct StatusBoard: Sendable {
  private struct Channel: Encodable {
    let channel: String
    let sensor: String
    let unit: String
    let modality: String
    let rate: Double
    let muscle: String?
    let chain: String?

    enum CodingKeys: String, CodingKey {
      case channel, sensor, unit, modality, muscle, chain
      case rate = "rate_hz"
    }
  }

  private struct Whole: Encodable {
    let version: String
    let instance: String
    let pid: Int32
    let uptime: Double
    let profile: String
    let profileReason: String
    let session: SessionReport?
    let seq: Int64
    let journal: JournalReport
    let systemdJournal: MirrorReport
    let clipsLost: Int?
    let sensors: [SensorStatus.Report]
    let devices: [DeviceReport]
    let delays: DelayReport
    let channels: [Channel]

    enum CodingKeys: String, CodingKey {
      case version, instance, pid, profile, session, seq, journal, sensors, devices, delays
      case channels
      case profileReason = "profile_reason"
      case uptime = "uptime_s"
      case systemdJournal = "systemd_journal"
      case clipsLost = "clips_lost"
    }
  }

  let instance: String
  let configuration: @Sendable () -> Configuration
  let session: @Sendable () -> Session?
  let sensors: SensorBoard
  let devices: @Sendable () -> [HubDevice]
  let journal: EventJournal
  let stream: StreamStatistics
  let mirror: EventMirror
  let clips: ClipWriter
  let started = ContinuousClock.now

  /// The report of this moment.
  func report() -> StatusReport {
    let statuses = sensors.all
    let reports = statuses.map(\.report)
    let channels = statuses.flatMap { sensor in
      sensor.stream.channels.map { channel in
        Channel(
          channel: channel.name,
          sensor: sensor.stream.sensor,
          unit: channel.unit.rawValue,
          modality: channel.modality.rawValue,
          rate: channel.rate.value,
          muscle: channel.muscle,
          chain: channel.chain
        )
      }
    }
    let configuration = configuration()
    let isOfSession = configuration.profileOfSession != nil
    let session = session().map(SessionReport.init(_:))
    let whole = Whole(
      version: CrampdVersion.current,
      instance: instance,
      pid: ProcessInfo.processInfo.processIdentifier,
      uptime: (started.duration(to: .now) / .seconds(1) * 1e3).rounded() / 1e3,
      profile: configuration.profile.name,
      profileReason: isOfSession ? "session" : "configuration",
      session: session,
      seq: journal.newestSeq,
      journal: JournalReport(journal),
      systemdJournal: MirrorReport(mirror.report),
      clipsLost: clips.lostClips,
      sensors: reports,
      devices: devices().map(DeviceReport.init(_:)),
      delays: DelayReport(journal.delays),
      channels: channels
    )
    return StatusReport(
      sensors: json(reports) ?? "[]",
      channels: json(channels) ?? "[]",
      status: json(whole).map { stream.added(to: $0) } ?? "{}",
      session: session.flatMap { json($0) },
      newestSampleAge: statuses.compactMap(\.sampleAge).min()
    )
  }

  /// Encoding numbers and strings cannot fail but for infinities, which are left out by then.
  private func json(_ value: some Encodable) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }
}
