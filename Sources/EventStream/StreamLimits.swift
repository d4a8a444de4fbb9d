/// How far the server bears with its clients; `status` tells of all of them.
public struct StreamLimits: Hashable, Sendable {
  /// How many clients are served at a time; more are turned away with an error.
  public var clients = 4_096
  /// How many of them may be of one user.
  public var clientsOfOneUser = 1_024
  /// The longest line that a client may send, in bytes, without its line feed.
  public var lineBytes = 65_536
  /// A client is written to while the kernel has left less than this of what it was sent.
  public var queueBytes = 8_192
  /// At most so much is handed to the kernel for a client at once, and at least one event.
  public var pieceBytes = 16_384
  /// What the kernel keeps for a client that does not read, in bytes as `SO_SNDBUF` counts them.
  public var kernelBytes = 65_536
  /// How many of the newest events are in memory for clients that keep up; others read the disk.
  public var recentEvents = 4_096
  /// How many events an answer to `history` holds at most.
  public var historyEvents = 10_000
  /// The lowest and the highest rate of `signals_hz`, beside 0 for none.
  public var signalRates = 0.1...50.0

  /// The usual limits.
  public init() {}
}

extension StreamLimits {
  /// The limits as `status` tells of them.
  var json: String {
    JSONText.object([
      ("clients", String(clients)),
      ("clients_of_one_user", String(clientsOfOneUser)),
      ("line_bytes", String(lineBytes)),
      ("queue_bytes", String(queueBytes + pieceBytes)),
      ("history_events", String(historyEvents)),
      ("signals_hz", String(Int(signalRates.upperBound))),
    ])
  }
}
