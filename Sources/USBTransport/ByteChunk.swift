/// What one transfer brought from a sensor; reuse one chunk, its storage is kept.
public struct ByteChunk: Sendable {
  /// The sensor's bytes: a piece of a serial stream, or exactly one HID report.
  public var bytes: [UInt8] = []
  /// When the transfer was completed.
  public var time: ContinuousClock.Instant
  /// How many of the sensor's bytes were lost before these, because nobody read in time.
  public var refused = 0
  /// What the chip says went wrong on its line.
  public var lineErrors = LineErrors()

  /// An empty chunk, with room for a transfer.
  public init() {
    time = .now
    bytes.reserveCapacity(1024)
  }
}
