public import CrampModel
import GRDB

extension JournalReader {
  /// Reads the events of one episode.
  ///
  /// - Parameter episode: Its identity.
  /// - Returns: The events by seq; none if there is no such episode.
  /// - Throws: ``JournalError`` if SQLite cannot read or an event cannot be understood.
  public func events(ofEpisode episode: EventID) throws(JournalError) -> [CrampEvent] {
    let id = episode.description
    let lines = try lines("read episode \(id)", where: "episode = \(id)", tail: "ORDER BY seq")
    return try lines.map { line throws(JournalError) in try event(line) }
  }

  /// Reads the newest events of some types.
  ///
  /// - Parameters:
  ///   - types: The types.
  ///   - last: The last seq that counts.
  ///   - limit: How many events at most.
  /// - Returns: The events by seq.
  /// - Throws: ``JournalError`` if SQLite cannot read or an event cannot be understood.
  public func newest(
    of types: [EventType],
    through last: Int64,
    limit: Int
  ) throws(JournalError) -> [CrampEvent] {
    let names = types.map(\.rawValue)
    let lines = try lines(
      "read the newest events",
      where: "type IN \(names) AND seq <= \(last)",
      tail: "ORDER BY seq DESC LIMIT \(limit)"
    )
    return try lines.reversed().map { line throws(JournalError) in try event(line) }
  }
}
