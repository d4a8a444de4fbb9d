import CrampModel
import Glibc

/// An open regular file that is read at any position; closed with its last reference.
final class InputFile: Sendable {
  /// The path as the caller gave it.
  let path: String
  /// The length in bytes when the file was opened.
  let size: Int
  private let descriptor: Int32

  /// Opens a file.
  ///
  /// - Parameter path: A regular file that is not empty.
  /// - Throws: ``RecordingError`` if it cannot be opened, is no regular file, or is empty.
  init(path: String) throws(RecordingError) {
    // A pipe would block in open; it is refused below.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw RecordingError(path: path, .system(call: "open", code: errno))
    }
    self.descriptor = descriptor
    self.path = path
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw RecordingError(path: path, .system(call: "stat", code: code))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw RecordingError(path: path, .notAFile)
    }
    guard status.st_size > 0 else {
      close(descriptor)
      throw RecordingError(path: path, .empty)
    }
    size = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  /// Reads into an existing buffer.
  ///
  /// - Parameters:
  ///   - buffer: Where the bytes go; its length stays.
  ///   - start: The first index of `buffer` to write.
  ///   - count: How many bytes to read at most, at most what fits.
  ///   - offset: The position in the file.
  /// - Returns: How many bytes were read; fewer than `count` only at the end of the file.
  /// - Throws: ``RecordingError`` if the device fails.
  func read(
    into buffer: inout [UInt8],
    at start: Int = 0,
    count: Int,
    from offset: Int
  ) throws(RecordingError) -> Int {
    precondition(start >= 0 && count >= 0 && offset >= 0 && start + count <= buffer.count)
    var done = 0
    while done < count {
      let step = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe pread(
          descriptor,
          bytes.baseAddress?.advanced(by: start + done),
          count - done,
          offset + done
        )
      }
      if step == 0 { break }
      if step < 0 && errno == EINTR { continue }
      guard step > 0 else {
        throw RecordingError(
          path: path,
          byteOffset: offset + done,
          .system(call: "read", code: errno)
        )
      }
      done += step
    }
    return done
  }

  /// Reads up to `count` bytes at `offset` into a new array.
  func bytes(count: Int, from offset: Int = 0) throws(RecordingError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: max(0, min(count, size - offset)))
    let found = try read(into: &buffer, count: buffer.count, from: offset)
    buffer.removeLast(buffer.count - found)
    return buffer
  }

  /// The last part of the path.
  var name: String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
