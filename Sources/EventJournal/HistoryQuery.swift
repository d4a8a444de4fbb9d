public import CrampModel
import GRDB

/// A question to the journal about the past.
public struct HistoryQuery: Hashable, Sendable {
  /// The earliest `time`, itself included.
  public var since: Timestamp?
  /// The latest `time`, itself excluded.
  public var until: Timestamp?
  /// Which types, sensors and channels.
  public var filter: EventFilter
  /// How many events at most.
  public var limit: Int
  /// Whether the oldest come first, and are kept where there are more than `limit`.
  public var ascending: Bool

  /// Asks for events, all where nothing is named.
  public init(
    since: Timestamp? = nil,
    until: Timestamp? = nil,
    filter: EventFilter = .all,
    limit: Int = .max,
    ascending: Bool = true
  ) {
    self.since = since
    self.until = until
    self.filter = filter
    self.limit = limit
    self.ascending = ascending
  }

  /// The condition of SQL that the events fulfil.
  var condition: SQL {
    var conditions = [filter.condition]
    if let since { conditions.append("time_us >= \(since.microseconds)") }
    if let until { conditions.append("time_us < \(until.microseconds)") }
    return conditions.joined(separator: " AND ")
  }
}
