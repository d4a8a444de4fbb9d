import EventJournal
import EventStream
import Foundation

/// The journal's file as `history` finds it, with what helps where it cannot be read.
struct HistoryJournal {
  let path: String

  /// Opens it for reading.
  ///
  /// - Throws: ``Failure`` if there is none or this user may not read it.
  func reader() throws -> JournalReader {
    if let obstacle { throw obstacle }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        "no journal at \(path): run `crampd` to begin one, or name another with --journal FILE"
      )
    }
    return try JournalReader(path: path)
  }

  /// A directory or a file that is not for this user.
  private var obstacle: Failure? {
    var status = stat()
    let isHidden = unsafe stat(path, &status) != 0 && errno == EACCES
    let isClosed = unsafe isHidden || (access(path, R_OK) != 0 && errno == EACCES)
    guard isClosed else { return nil }
    return Failure("\(path): permission denied: \(Admission.remedy(for: path))")
  }
}
