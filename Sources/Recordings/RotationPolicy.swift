import CrampModel
import Glibc

/// How long recordings grow, how long they are kept, and what of the disk they may have.
public struct RotationPolicy: Hashable, Sendable {
  /// The longest that one file gets, in hours, at least 0.01; a new day in UTC begins a new one
  /// at any rate.
  public var hours: Double
  /// Days after the last write after which a finished file is deleted; `nil` to keep all.
  public var keepDays: Int?
  /// The share of the disk that all recordings in the directory may have, 0...1.
  public var diskShare: Double
  /// What is kept free on the disk, in bytes.
  public var reserve: Int64

  /// A file a day, all of them kept, half of the disk, 200 MB kept free.
  public init(
    hours: Double = 24,
    keepDays: Int? = nil,
    diskShare: Double = 0.5,
    reserve: Int64 = 200_000_000
  ) {
    self.hours = hours
    self.keepDays = keepDays
    self.diskShare = diskShare
    self.reserve = reserve
  }
}

/// The space of a disk, in bytes.
public struct DiskSpace: Hashable, Sendable {
  /// What an ordinary user can still write.
  public var free: Int64
  /// All of it.
  public var total: Int64

  /// A disk of a given space.
  public init(free: Int64, total: Int64) {
    self.free = free
    self.total = total
  }

  /// Asks the operating system about the disk that a path is on.
  ///
  /// - Parameter path: A file or a directory.
  /// - Throws: ``RecordingError`` if there is no such path.
  public init(path: String) throws(RecordingError) {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else {
      throw RecordingError(.write, path: path, .system(call: "statvfs", code: errno))
    }
    let size = UInt64(status.f_frsize)
    func bytes(_ blocks: UInt64) -> Int64 {
      Int64(clamping: blocks.multipliedReportingOverflow(by: size).partialValue)
    }
    free = bytes(UInt64(status.f_bavail))
    total = bytes(UInt64(status.f_blocks))
  }
}
