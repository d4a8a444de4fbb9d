extension EventFollower {
  /// What a follower tells its program.
  public enum Update: Hashable, Sendable {
    /// A server has answered; comes at each connection.
    case connected(ServerHello)
    /// How things stood at `seq`, as a JSON object; comes at each connection.
    case snapshot(seq: Int64, json: String)
    /// An event; each comes once, in order of seq.
    case event(seq: Int64, json: String)
    /// An event without a seq that is not on disk yet; it comes as an event with the same id once
    /// it is, and may come more than once until then.
    case pending(id: String, json: String)
    /// The level of one channel, as a JSON object.
    case signal(json: String)
    /// A sign of life, as a JSON object.
    case heartbeat(seq: Int64, json: String)
    /// Events that are lost to this follower: the journal does not hold them.
    case gap(from: Int64, to: Int64, reason: String)
    /// The journal is not the one that was followed; it is followed from its first event.
    case newJournal(newest: Int64)
    /// No server answers; another attempt comes after `retry`.
    case unreachable(cause: String, retry: Duration)
    /// The connection was lost; another attempt comes after `retry`.
    case disconnected(cause: String, retry: Duration)
  }
}

/// Why a follower cannot go on, however often it tried.
public enum EventFollowerError: Error, Hashable, CustomStringConvertible {
  /// The server refuses the subscription, with a code of the protocol.
  case refused(code: Int, message: String)
  /// The server speaks a version of the protocol that came after this library.
  case protocolVersion(Int)

  /// `the server refuses: subscribe: after: 9 is beyond the newest seq, 7`.
  public var description: String {
    switch self {
    case .refused(code: _, let message): "the server refuses: \(message)"
    case .protocolVersion(let version):
      "the server speaks version \(version) of the protocol, and this program "
        + "\(Message.protocolVersion)"
    }
  }
}
