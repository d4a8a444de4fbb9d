import CrampModel
import GRDB

/// One event as the journal keeps it.
public struct JournalLine: Hashable, Sendable {
  /// Position in the journal.
  public let seq: Int64
  /// What happened, as in the event's member `type`.
  public let type: String
  /// The sensor, if the event is about one.
  public let sensor: String?
  /// The channel, if the event is about one.
  public let channel: String?
  /// When it was decided, in microseconds since the Unix epoch.
  public let detectedMicroseconds: Int64
  /// The event object, byte for byte as it was stored, without a line feed.
  public let json: String
  /// How it came to pass, where it has just done so.
  public var timing: EventTiming?
}

extension JournalLine {
  /// The line of an event that has its seq.
  init(_ event: CrampEvent, json: String, timing: EventTiming?) {
    seq = event.seq
    type = event.type.rawValue
    sensor = event.sensor
    channel = event.channel
    detectedMicroseconds = event.detected.microseconds
    self.json = json
    self.timing = timing
  }

  /// The columns that ``init(row:)`` reads.
  static let columns = SQL("seq, type, sensor, channel, detected_us, json")

  /// Reads a row; one that is not of the tables' types is damage that no check has seen yet.
  init(row: Row) throws {
    guard let seq = row.whole("seq"), let type = row.text("type"), let json = row.text("json"),
      let detected = row.whole("detected_us")
    else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row is malformed")
    }
    self.seq = seq
    self.type = type
    self.json = json
    sensor = row.text("sensor")
    channel = row.text("channel")
    detectedMicroseconds = detected
  }
}

extension Row {
  /// A column's whole number; `nil` if it holds anything else.
  func whole(_ column: String) -> Int64? {
    guard case .int64(let number) = (self[column] as DatabaseValue).storage else { return nil }
    return number
  }

  /// A column's text; `nil` if it holds anything else.
  func text(_ column: String) -> String? {
    guard case .string(let text) = (self[column] as DatabaseValue).storage else { return nil }
    return text
  }
}
