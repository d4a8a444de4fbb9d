import GRDB
import Glibc

/// What an error means for the journal's work.
enum JournalObstacle: Error {
  /// It may pass by itself: a full disk, a lock, a missing permission.
  case trouble(JournalTrouble)
  /// The bytes of the file are wrong.
  case damage(String)
  /// It will not pass, whatever is tried again.
  case final(JournalError)

  /// Judges an error of SQLite or of the operating system.
  init(_ operation: String, _ path: String, _ cause: any Error) {
    switch cause {
    case let cause as JournalObstacle:
      self = cause
    case let cause as DatabaseError:
      self = Self.judge(cause, JournalError(operation, path, cause))
    case let cause as DiskError where Self.neverPasses.contains(cause.code):
      self = .final(JournalError("\(operation): \(cause.operation)", path, cause))
    case let cause as DiskError:
      self = .trouble(JournalTrouble(cause, path))
    default:
      self = .final(JournalError(operation, path, cause))
    }
  }

  private static let neverPasses = [ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EINVAL]

  private static func judge(_ cause: DatabaseError, _ error: JournalError) -> Self {
    switch cause.resultCode {
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_BUSY,
      .SQLITE_LOCKED, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOMEM, .SQLITE_PROTOCOL,
      .SQLITE_NOLFS, .SQLITE_INTERRUPT:
      cause.extendedResultCode == .SQLITE_IOERR_CORRUPTFS
        ? .damage(error.message) : .trouble(JournalTrouble(cause))
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: .damage(error.message)
    default: .final(error)
    }
  }
}

/// Why events cannot be written now.
struct JournalTrouble: Hashable, Sendable {
  /// The cause for as long as it lasts: `the disk is full (SQLite code 13)`.
  let present: String
  /// The cause when it is over: `the disk was full`.
  let past: String

  init(_ cause: DatabaseError) {
    let code = "SQLite code \(cause.extendedResultCode.rawValue)"
    switch cause.resultCode {
    case .SQLITE_FULL:
      self.init("the disk is full", "the disk was full", code)
    case .SQLITE_IOERR:
      self.init("the disk fails", "the disk failed", code)
    case .SQLITE_READONLY:
      self.init("the file is read-only", "the file was read-only", code)
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
      self.init("another program locks the file", "another program locked the file", code)
    case .SQLITE_PERM, .SQLITE_AUTH:
      self.init("permission is denied", "permission was denied", code)
    case .SQLITE_NOMEM:
      self.init("memory is short", "memory was short", code)
    default:
      self.init("the file cannot be opened", "the file could not be opened", code)
    }
  }

  /// Takes any obstacle for one that may pass, where giving up would lose events.
  init(_ obstacle: JournalObstacle) {
    switch obstacle {
    case .trouble(let trouble): self = trouble
    case .damage(let finding):
      self.init("the file is damaged", "the file was damaged", finding)
    case .final(let error):
      self.init("the file cannot be opened", "the file could not be opened", error.message)
    }
  }

  init(_ cause: DiskError, _ path: String) {
    let code = "\(cause.operation) \(path): \(cause.words)"
    switch cause.code {
    case ENOSPC, EDQUOT: self.init("the disk is full", "the disk was full", code)
    case EROFS: self.init("the file is read-only", "the file was read-only", code)
    case EACCES, EPERM: self.init("permission is denied", "permission was denied", code)
    case EIO: self.init("the disk fails", "the disk failed", code)
    default: self.init("the file cannot be opened", "the file could not be opened", code)
    }
  }

  private init(_ present: String, _ past: String, _ code: String) {
    self.present = "\(present) (\(code))"
    self.past = past
  }
}
