import Foundation
import Glibc

/// A file that appears under its name only when it is complete.
struct OutputPath {
  /// The name that was asked for.
  let path: String
  /// Where the file is while it is being written, in the same directory: a name that nobody can
  /// know before, as somebody else may write there, too.
  let partial: String

  /// Checks that the file may be made.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overwrites: Whether a file that exists is replaced.
  /// - Throws: ``Failure`` if it may not.
  init(_ path: String, overwrites: Bool) throws(Failure) {
    let files = FileManager.default
    let url = URL(fileURLWithPath: path)
    let directory = url.deletingLastPathComponent().path
    var isDirectory: ObjCBool = false
    let exists = unsafe files.fileExists(atPath: path, isDirectory: &isDirectory)
    guard !isDirectory.boolValue else { throw Failure("write \(path): it is a directory") }
    guard !exists || overwrites else {
      throw Failure("write \(path): it exists already; give --force to replace it")
    }
    guard files.fileExists(atPath: directory) else {
      throw Failure("write \(path): there is no directory \(directory)")
    }
    guard files.isWritableFile(atPath: directory) else {
      throw Failure("write \(path): the directory \(directory) may not be written to")
    }
    self.path = path
    let mark = String(UInt64.random(in: .min ... .max), radix: 36)
    partial = "\(directory)/.\(url.lastPathComponent).\(mark).partial"
  }

  /// Gives the complete file its name, in one step.
  func commit() throws(Failure) {
    guard unsafe rename(partial, path) == 0 else {
      throw Failure("write \(path): \(SystemMessage.text(errno))")
    }
  }

  /// Removes what was written so far.
  func discard() {
    // It may not be there yet, and nothing depends on it.
    try? FileManager.default.removeItem(atPath: partial)
  }

  /// Writes a text as the whole file.
  func write(_ text: String) throws(Failure) {
    try writePartial(text, mode: 0o666)
    try commit()
  }

  /// Writes a text into a new file at ``partial``.
  ///
  /// - Parameters:
  ///   - text: The whole text.
  ///   - mode: The rights of the file, of which the process's mask takes some away.
  /// - Throws: ``Failure`` if something is there already, even a link, or it cannot be written;
  ///   what was written of it is gone then.
  func writePartial(_ text: String, mode: mode_t) throws(Failure) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let file = unsafe open(partial, flags, mode)
    guard file >= 0 else { throw Failure("write \(path): \(SystemMessage.text(errno))") }
    do {
      let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
      defer { close(file) }
      try handle.write(contentsOf: Data(text.utf8))
    } catch {
      discard()
      throw Failure("write \(path): \(error.localizedDescription)")
    }
  }
}
