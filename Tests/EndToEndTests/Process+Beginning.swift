import Foundation
import Synchronization

extension Process {
  private static let turn = Mutex(())

  /// Starts the program, one at a time: Foundation's own start is not made for many at once.
  func begin() throws {
    try Self.turn.withLock { _ in try run() }
  }
}
