import Logging
import Synchronization

/// The least level that the whole daemon logs; a reload changes it for all at once.
final class LogLevel: Sendable {
  private let state = Mutex(Logger.Level.info)

  /// The level in force.
  var current: Logger.Level {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

/// Hands what is logged to another handler, at the level of the whole daemon.
struct LeveledLogHandler: LogHandler {
  private let level: LogLevel
  private var handler: any LogHandler

  /// Puts the level over a handler, which lets everything pass.
  init(_ handler: any LogHandler, level: LogLevel) {
    self.level = level
    self.handler = handler
    self.handler.logLevel = .trace
  }

  var logLevel: Logger.Level {
    get { level.current }
    set { level.current = newValue }
  }

  var metadata: Logger.Metadata {
    get { handler.metadata }
    set { handler.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { handler.metadataProvider }
    set { handler.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { handler[metadataKey: key] }
    set { handler[metadataKey: key] = newValue }
  }

  func log(event: LogEvent) {
    handler.log(event: event)
  }
}
