/// Tells parts that are stuck from those that work and those that wait for work.
///
/// A part is stuck when it was seen busy with the same piece of work at several looks in a row.
/// No clock is asked: neither a suspended machine nor a process that was stopped for a while makes
/// anybody look stuck.
public struct VitalSigns: Sendable {
  /// So many looks in a row at the same piece of work, the first not counted, make a part stuck.
  public static let patience = 2

  private struct Record {
    var reading: VitalSign.Reading
    var repeats = 0
  }

  private var records: [String: Record] = [:]

  /// Begins with no look.
  public init() {}

  /// Looks at all parts once.
  ///
  /// - Parameter signs: The parts that there are now.
  /// - Returns: The names of those that are stuck, in order.
  public mutating func look(at signs: [VitalSign]) -> [String] {
    var next: [String: Record] = [:]
    var stuck: [String] = []
    for sign in signs {
      var record = Record(reading: sign.read())
      if let last = records[sign.name], record.reading.isBusy, last.reading == record.reading {
        record.repeats = last.repeats + 1
      }
      if record.repeats >= Self.patience { stuck.append(sign.name) }
      next[sign.name] = record
    }
    records = next
    return stuck
  }
}
