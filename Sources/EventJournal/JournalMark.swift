/// How far the journal is: what a follower compares to learn that there is news.
public struct JournalMark: Hashable, Sendable {
  /// The newest durable seq.
  public var seq: Int64
  /// The number of the newest event that waited or waits; 0 if none ever did in this run.
  public var waiting: Int64
  /// Whether events cannot be written now.
  public var trouble: Bool

  /// Names a point; the default is before everything.
  public init(seq: Int64 = 0, waiting: Int64 = 0, trouble: Bool = false) {
    self.seq = seq
    self.waiting = waiting
    self.trouble = trouble
  }
}
