/// Who a server is, as it says first on each connection.
public struct ServerHello: Hashable, Sendable {
  /// The version of the protocol.
  public var protocolVersion: Int
  /// The daemon's version.
  public var version: String
  /// Identity of this run of the daemon.
  public var instance: String
  /// The newest seq.
  public var seq: Int64
  /// Identity of the journal, where the server tells it; a new one means a new count of seqs.
  public var journal: String?
  /// Time between heartbeats, where the server tells it.
  public var heartbeat: Duration?

  /// Puts a greeting together.
  public init(
    protocolVersion: Int,
    version: String,
    instance: String,
    seq: Int64,
    journal: String? = nil,
    heartbeat: Duration? = nil
  ) {
    self.protocolVersion = protocolVersion
    self.version = version
    self.instance = instance
    self.seq = seq
    self.journal = journal
    self.heartbeat = heartbeat
  }
}
