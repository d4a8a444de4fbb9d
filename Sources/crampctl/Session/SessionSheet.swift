import CrampHistory
import CrampModel
import Foundation

/// Sessions for spreadsheets and programs, times in UTC.
struct SessionSheet {
  private static let header = [
    "session", "name", "kind", "began", "ended", "duration_s", "reason", "sensor", "channel",
    "cramps", "onset_after_s", "let_go_s", "peak", "tone_before", "tone_after", "unit",
    "repetitions", "cramps_per_repetition",
  ]
  private let sessions: [SessionSummary]

  init(_ sessions: [SessionSummary]) {
    self.sessions = sessions
  }

  /// RFC 4180: a row for each channel of each session, cells empty where nothing is known.
  var csv: String {
    ([Self.header] + sessions.flatMap(rows(of:)))
      .map { $0.map(EventTable.quoted(_:)).joined(separator: ",") + "\n" }.joined()
  }

  /// An object for each session.
  var ndjson: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return sessions.compactMap { summary in
      (try? encoder.encode(Entry(summary))).map { String(decoding: $0, as: UTF8.self) + "\n" }
    }
    .joined()
  }

  private func rows(of summary: SessionSummary) -> [[String]] {
    let session = summary.session
    let head = [
      session.id.description, session.name, session.kind.rawValue, session.since.description,
      summary.end?.description ?? "", Self.cell(summary.duration), summary.reason?.rawValue ?? "",
    ]
    guard !summary.channels.isEmpty else {
      let count = summary.end == nil ? "" : String(summary.count)
      return [head + ["", "", count] + Array(repeating: "", count: 8)]
    }
    return summary.channels.map { channel in
      let unit = channel.toneAfter ?? channel.toneBefore ?? channel.peak
      return head + [
        channel.place.sensor ?? "", channel.place.channel, String(channel.count),
        Self.cell(channel.onsetAfter), Self.cell(channel.letGo), Self.cell(channel.peak?.value),
        Self.cell(channel.toneBefore?.value), Self.cell(channel.toneAfter?.value),
        unit?.unit ?? "", String(channel.repetitions), Self.cell(channel.crampsPerRepetition),
      ]
    }
  }

  private static func cell(_ number: Double?) -> String {
    number.map { NumberText.short($0) } ?? ""
  }
}

/// A session as an object; members are named as in events.
private struct Entry: Encodable {
  struct Level: Encodable {
    let value: Double
    let unit: String

    init(_ level: SessionLevel) {
      (value, unit) = (level.value, level.unit)
    }
  }

  struct Channel: Encodable {
    let sensor: String?
    let channel: String
    let count: Int
    let onsetAfterS: Double?
    let letGoS: Double?
    let peak: Level?
    let toneBefore: Level?
    let toneAfter: Level?
  }

  struct Cramp: Encodable {
    let sensor: String?
    let channel: String
    let episode: String
    let time: String
    let onsetAfterS: Double?
    let letGoS: Double?
    let durationS: Double?
    let peak: Level?
    let movement: String?
  }

  struct Movement: Encodable {
    let name: String
    let repetitions: Int
    let count: Int
    let crampsPerRepetition: Double
  }

  let session: String
  let name: String
  let kind: String
  let since: String
  let ended: String?
  let durationS: Double?
  let reason: String?
  let count: Int?
  let channels: [Channel]
  let movements: [Movement]
  let cramps: [Cramp]

  init(_ summary: SessionSummary) {
    session = summary.session.id.description
    name = summary.session.name
    kind = summary.session.kind.rawValue
    since = summary.session.since.description
    ended = summary.end?.description
    durationS = summary.duration
    reason = summary.reason?.rawValue
    count = summary.end == nil ? nil : summary.count
    channels = summary.channels.map(Channel.init(_:))
    movements = summary.movements.map(Movement.init(_:))
    cramps = summary.cramps.map { Cramp($0, in: summary) }
  }
}

extension Entry.Channel {
  fileprivate init(_ channel: SessionSummary.Channel) {
    self.init(
      sensor: channel.place.sensor,
      channel: channel.place.channel,
      count: channel.count,
      onsetAfterS: channel.onsetAfter,
      letGoS: channel.letGo,
      peak: channel.peak.map(Entry.Level.init(_:)),
      toneBefore: channel.toneBefore.map(Entry.Level.init(_:)),
      toneAfter: channel.toneAfter.map(Entry.Level.init(_:))
    )
  }
}

extension Entry.Movement {
  fileprivate init(_ movement: SessionSummary.Movement) {
    self.init(
      name: movement.name,
      repetitions: movement.repetitions,
      count: movement.count,
      crampsPerRepetition: movement.crampsPerRepetition
    )
  }
}

extension Entry.Cramp {
  fileprivate init(_ cramp: SessionSummary.Cramp, in summary: SessionSummary) {
    self.init(
      sensor: cramp.place.sensor,
      channel: cramp.place.channel,
      episode: cramp.episode.description,
      time: cramp.onset.description,
      onsetAfterS: cramp.onsetAfter,
      letGoS: cramp.letGo,
      durationS: cramp.duration,
      peak: cramp.peak.map(Entry.Level.init(_:)),
      movement: cramp.movement.map { summary.movements[$0].name }
    )
  }
}
