import GRDB

extension JournalError {
  /// Names a failed operation after the error that ended it.
  init(_ operation: String, _ path: String, _ cause: any Error) {
    switch cause {
    case let cause as JournalError:
      self = cause
    case JournalObstacle.final(let cause):
      self = cause
    case JournalObstacle.trouble(let trouble):
      self.init(operation: operation, path: path, message: trouble.present)
    case JournalObstacle.damage(let finding):
      self.init(operation: operation, path: path, message: "the file is damaged: \(finding)")
    case let cause as DiskError:
      self.init(operation: operation, path: path, message: cause.words)
    case let cause as DatabaseError:
      let code = cause.extendedResultCode.rawValue
      let words = cause.message ?? "SQLite error"
      self.init(operation: operation, path: path, message: "\(words) (SQLite code \(code))")
    default:
      let words = String(describing: cause).split(separator: "\n").joined(separator: " ")
      self.init(operation: operation, path: path, message: words)
    }
  }
}
