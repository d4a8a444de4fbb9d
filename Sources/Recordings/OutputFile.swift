import CrampModel
import Glibc

/// A file that is being written; destroying it closes it.
struct OutputFile: ~Copyable, Sendable {
  let path: String
  private let descriptor: Int32
  private(set) var size = 0

  /// Makes the file or empties it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isNew: Whether a file that exists is an error.
  /// - Throws: ``RecordingError`` if it cannot be made.
  init(path: String, isNew: Bool = false) throws(RecordingError) {
    let mode: mode_t = isNew ? 0o640 : 0o644
    let way = isNew ? O_EXCL : O_TRUNC
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | way | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw RecordingError(.write, path: path, .system(call: "open", code: errno))
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Writes at the end; on failure the file is as long as it was before.
  mutating func append(_ bytes: [UInt8]) throws(RecordingError) {
    do {
      try write(bytes, at: size)
    } catch {
      // Best effort: what is torn is also overwritten by the next append.
      ftruncate(descriptor, off_t(size))
      throw error
    }
    size += bytes.count
  }

  /// Waits until what was written is on the disk; files that have no disk are content.
  func synchronize() throws(RecordingError) {
    guard fdatasync(descriptor) != 0, errno != EINVAL, errno != EROFS else { return }
    throw RecordingError(.write, path: path, .system(call: "fdatasync", code: errno))
  }

  /// Writes over what is there.
  func write(_ bytes: [UInt8], at offset: Int) throws(RecordingError) {
    var done = 0
    while done < bytes.count {
      let step = unsafe bytes.withUnsafeBytes { raw in
        unsafe pwrite(
          descriptor,
          raw.baseAddress?.advanced(by: done),
          bytes.count - done,
          off_t(offset + done)
        )
      }
      if step < 0 && errno == EINTR { continue }
      guard step >= 0 else {
        throw RecordingError(
          .write,
          path: path,
          byteOffset: offset + done,
          .system(call: "write", code: errno)
        )
      }
      done += step
    }
  }
}
