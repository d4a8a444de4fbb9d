/// What a follower gets in one step: the wanted lines of a stretch of the journal.
public struct JournalBatch: Hashable, Sendable {
  /// The wanted events of the stretch, in order.
  public let lines: [JournalLine]
  /// The last seq of the stretch; the next step goes on after it.
  public let end: Int64
  /// Seqs of the stretch that the journal does not hold, in order.
  public let missing: [ClosedRange<Int64>]
  /// The newest seq that retention has removed, with all before it.
  let trimmed: Int64
}

/// Seqs that the journal does not hold any more, and why.
public struct JournalGap: Hashable, Sendable {
  /// Why events are missing; the raw value is the word of the interface.
  public enum Reason: String, Hashable, Sendable {
    /// They were removed because of their age or the size of the file.
    case retention
    /// They were lost with a damaged file.
    case damaged
  }

  /// Which ones.
  public let seqs: ClosedRange<Int64>
  /// Why.
  public let reason: Reason
}

extension JournalBatch {
  /// The seqs that are missing, each stretch with its reason, in order.
  public var gaps: [JournalGap] {
    missing.flatMap { seqs in
      if seqs.upperBound <= trimmed { return [JournalGap(seqs: seqs, reason: .retention)] }
      if seqs.lowerBound > trimmed { return [JournalGap(seqs: seqs, reason: .damaged)] }
      return [
        JournalGap(seqs: seqs.lowerBound...trimmed, reason: .retention),
        JournalGap(seqs: trimmed + 1...seqs.upperBound, reason: .damaged),
      ]
    }
  }
}
