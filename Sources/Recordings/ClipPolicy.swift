/// What clips may take of the disk, and for how long.
public struct ClipPolicy: Hashable, Sendable {
  /// The bytes that all clips of a directory may have.
  public var maximumBytes: Int64
  /// Days after which a clip is deleted; `nil` to keep clips while there is room.
  public var keepDays: Int?
  /// What is kept free on the disk, in bytes.
  public var reserve: Int64

  /// 500 MB, some four thousand clips of a sensor of eight channels at 250 Hz, as long as there is
  /// room; 200 MB of the disk kept free.
  public init(
    maximumBytes: Int64 = 500_000_000,
    keepDays: Int? = nil,
    reserve: Int64 = 200_000_000
  ) {
    self.maximumBytes = maximumBytes
    self.keepDays = keepDays
    self.reserve = reserve
  }
}
