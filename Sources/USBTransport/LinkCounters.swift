/// What went over a link since it was opened.
public struct LinkCounters: Hashable, Sendable {
  /// Transfers from the device, by how they ended.
  public struct Endings: Hashable, Sendable {
    /// As they should.
    public var completed = 0
    /// The bus failed.
    public var failed = 0
    /// Too late.
    public var timedOut = 0
    /// Called off, by a close or a recovery.
    public var cancelled = 0
    /// The endpoint halted.
    public var stalled = 0
    /// The device went away.
    public var gone = 0
    /// The device sent more than a packet.
    public var overflowed = 0

    /// None.
    public init() {}
  }

  /// Transfers from the device, by how they ended.
  public var transfers = Endings()
  /// The sensor's bytes that came, those refused included.
  public var bytes = 0
  /// The sensor's bytes that were lost because nobody read in time.
  public var refused = 0
  /// Bytes written.
  public var written = 0
  /// What the chip said went wrong on its line.
  public var lineErrors = LineErrors()

  /// Nothing yet.
  public init() {}
}
