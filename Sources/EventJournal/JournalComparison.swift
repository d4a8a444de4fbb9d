import CrampModel
import Foundation
import GRDB

/// What comparing the journal with its copy, event by event, brought to light.
struct JournalComparison {
  /// Rows that are to be written as the copy, or the event itself, has them.
  private(set) var mends: [JournalRow] = []
  /// How many of them are not in the journal at all.
  private(set) var absent = 0
  /// The newest seq that either names.
  private(set) var newest: Int64 = 0
  /// Where the copy's last sound line ends.
  private(set) var soundEnd = 0
  /// The newest seq in the copy.
  private(set) var copied: Int64 = 0
  /// How many bytes of the copy are about removed events, about.
  private(set) var deadBytes = 0
  /// Whether the copy lacks something that cannot be appended at its end.
  private(set) var isCopyTorn = false
  /// Whether any line of the copy cannot be trusted.
  private(set) var isCopyBroken = false

  /// Compares; whatever the copy has with a right checksum is right.
  ///
  /// - Parameters:
  ///   - database: The journal.
  ///   - copy: Its copy, from the beginning.
  ///   - last: The last seq that counts; what comes after it may be written meanwhile.
  /// - Throws: An error of SQLite.
  init(
    _ database: Database,
    with copy: inout JournalCopyReader,
    through last: Int64 = .max
  ) throws {
    let trimmed = try JournalSchema.trimmed(database)
    let rows = try Row.fetchCursor(database, sql: JournalRow.all)
    var row = try rows.next().map(JournalRow.init)
    var isBroken = false
    while let piece = copy.next() {
      guard case .line(let line) = piece else {
        isBroken = true
        continue
      }
      guard line.seq <= last else { break }
      if isBroken { isCopyTorn = true }
      while let found = row, found.seq < line.seq {
        newest = max(newest, found.seq)
        isCopyTorn = true
        row = try rows.next().map(JournalRow.init)
      }
      if case .event(let seq, let stamp, let json) = line {
        let isThere = row?.seq == seq
        if seq <= trimmed { deadBytes += json.count + 60 }
        if let found = row, isThere {
          if !found.json.utf8.elementsEqual(json) || found.stamp != stamp {
            mend(seq, json, stamp)
          }
          row = try rows.next().map(JournalRow.init)
        } else if seq > trimmed {
          mend(seq, json, stamp)
          absent += 1
        }
      }
      copied = line.seq
    }
    isCopyBroken = isBroken || isCopyTorn
    soundEnd = copy.soundEnd
    newest = max(newest, copied)
    while let found = row {
      newest = found.seq
      row = try rows.next().map(JournalRow.init)
    }
    try compareColumns(database)
  }

  private mutating func mend(_ seq: Int64, _ json: ArraySlice<UInt8>, _ stamp: WritingStamp) {
    let json = String(decoding: json, as: UTF8.self)
    mends.append(JournalRow(seq: seq, json: json, stamp: stamp))
  }

  /// Finds rows whose columns say something else than the event in them.
  private mutating func compareColumns(_ database: Database) throws {
    let known = Set(mends.map(\.seq))
    let rows = try Row.fetchCursor(database, sql: Self.doubtful)
    while let row = try rows.next() {
      let stored = try JournalRow(row)
      guard !known.contains(stored.seq), let event = stored.event else { continue }
      let isRight =
        row.text("id") == event.id.description && row.text("type") == event.type.rawValue
        && row.whole("time_us") == event.time.microseconds
        && row.whole("detected_us") == event.detected.microseconds
        && Self.same(row.text("sensor"), event.sensor)
        && Self.same(row.text("channel"), event.channel)
        && row.text("episode") == event.episode?.description
      if !isRight { mends.append(stored) }
    }
  }

  /// The same bytes; Swift's own equality takes composed and decomposed letters for the same.
  private static func same(_ column: String?, _ member: String?) -> Bool {
    // SQLite ends a bound text at its first NUL.
    let member = member.map { $0.utf8.prefix { $0 != 0 } }
    guard let column, let member else { return column == nil && member == nil }
    return column.utf8.elementsEqual(member)
  }

  /// SQLite looks for the few rows worth decoding, because decoding takes 20 times as long.
  private static let doubtful = """
    SELECT seq, json, boot_id, boot_us, written_us, id, type, time_us, detected_us, sensor,
      channel, episode
    FROM events
    WHERE id IS NOT json_extract(json, '$.id') OR sensor IS NOT json_extract(json, '$.sensor')
      OR type IS NOT json_extract(json, '$.type')
      OR channel IS NOT json_extract(json, '$.channel')
      OR episode IS NOT json_extract(json, '$.episode')
      OR typeof(time_us) <> 'integer' OR typeof(detected_us) <> 'integer'
      OR time_us <> \(microseconds("time")) OR detected_us <> \(microseconds("detected"))
    """

  private static func microseconds(_ member: String) -> String {
    let text = "json_extract(json, '$.\(member)')"
    return "(strftime('%s', substr(\(text), 1, 19)) * 1000000 + substr(\(text), 21, 6))"
  }
}

extension JournalRow {
  /// The event; `nil` if the text is none or is of another seq.
  var event: CrampEvent? {
    let event = try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
    return event?.seq == seq ? event : nil
  }
}
