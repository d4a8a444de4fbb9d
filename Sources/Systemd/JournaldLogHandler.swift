public import Logging

/// Writes a log to the systemd journal with its metadata as fields, and never waits for it.
public struct JournaldLogHandler: LogHandler {
  /// Added to each entry.
  public var metadata: Logger.Metadata = [:]
  /// Asked for more at each entry.
  public var metadataProvider: Logger.MetadataProvider?
  /// The least level that is written.
  public var logLevel: Logger.Level = .info
  private let identifier: String
  private let sender: JournaldSender

  /// Makes a handler.
  ///
  /// - Parameters:
  ///   - identifier: The program, as `journalctl` writes it before the message.
  ///   - sender: Takes the entries.
  public init(identifier: String, sender: JournaldSender) {
    self.identifier = identifier
    self.sender = sender
  }

  /// Reads and writes one member of ``metadata``.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Sends one entry.
  public func log(event: LogEvent) {
    var all = metadata
    all.merge(metadataProvider?.get() ?? [:]) { $1 }
    all.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { all["error"] = "\(error)" }
    let fields = all.sorted { $0.key < $1.key }
    var entry = JournalEntry(
      message: Self.message(event, fields),
      priority: JournalPriority(event.level),
      identifier: identifier
    )
    entry.add(.codeFile, event.file)
    entry.add(.codeLine, String(event.line))
    entry.add(.codeFunction, event.function)
    for (key, value) in fields { Self.add(Self.name(key), value, to: &entry) }
    sender.send(entry)
  }

  /// `journalctl` shows the message alone, so it names what the fields hold.
  private static func message(
    _ event: LogEvent,
    _ fields: [(key: String, value: Logger.Metadata.Value)]
  ) -> String {
    guard !fields.isEmpty else { return "\(event.message)" }
    let words = fields.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    return "\(event.message) (\(words))"
  }

  /// The names by which events are found; a line of the log that tells of an event is none.
  private static let eventNames: Set = ["type", "seq", "id"]

  private static func name(_ key: String) -> JournalFieldName {
    JournalFieldName(crampd: eventNames.contains(key.lowercased()) ? "log_\(key)" : key)
  }

  /// A list becomes one field for each of its elements.
  private static func add(
    _ name: JournalFieldName,
    _ value: Logger.Metadata.Value,
    to entry: inout JournalEntry
  ) {
    switch value {
    case .array(let values):
      for value in values { add(name, value, to: &entry) }
    case .string, .stringConvertible, .dictionary:
      entry.add(name, "\(value)")
    }
  }
}
