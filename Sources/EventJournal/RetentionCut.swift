/// Up to where events may be removed, so that every episode stays or goes as a whole.
enum RetentionCut {
  /// One event, as far as it concerns retention.
  struct Row: Hashable {
    let seq: Int64
    /// When it was written, in microseconds since the Unix epoch; `nil` if no clock can be trusted.
    let time: Int64?
    let episode: String?
  }

  /// Wall clocks before 2025 are those of a machine that does not know the date.
  static let earliestTime: Int64 = 1_735_689_600_000_000

  /// The newest seq up to which all events are older than `time`; `nil` if not even the first is.
  ///
  /// An event is not younger than the one after it, whatever the clock said then. The rows are the
  /// oldest events, in order.
  static func older(than time: Int64, in rows: [Row]) -> Int64? {
    var next = Int64.max
    var times = rows.map { _ in Int64.max }
    for index in rows.indices.reversed() {
      next = min(next, rows[index].time ?? next)
      times[index] = next
    }
    let count = times.prefix { $0 < time }.count
    return count == 0 ? nil : rows[count - 1].seq
  }

  /// Where to cut.
  struct Cut: Hashable {
    /// The newest seq, at most the wanted one, that no episode reaches across; `nil` if there is
    /// none.
    var seq: Int64?
    /// Whether an open episode is in the way, so that looking at more rows changes nothing.
    var isBlocked = false
  }

  /// Finds where to cut.
  ///
  /// The rows are the oldest events, in order; `end` gives the last seq of an episode, or
  /// `Int64.max` while it is open.
  static func cut(
    _ rows: [Row],
    wanted: Int64,
    end: (String) throws -> Int64
  ) rethrows -> Cut {
    var cut = Cut()
    var reach: Int64 = 0
    var known: Set<String> = []
    for row in rows where row.seq <= wanted {
      if let episode = row.episode, known.insert(episode).inserted {
        reach = max(reach, try end(episode))
        if reach == .max {
          cut.isBlocked = true
          break
        }
      }
      if reach <= row.seq { cut.seq = row.seq }
    }
    return cut
  }
}
