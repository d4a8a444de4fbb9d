/// How an event server presents itself and how far it bears with its clients.
public struct EventServerConfiguration: Hashable, Sendable {
  /// The daemon's version.
  public var version: String
  /// Identity of this run of the daemon.
  public var instance: String
  /// Time between heartbeats.
  public var heartbeat: Duration
  /// The group whose members may connect, if there is one.
  public var group: String?
  /// The group whose members may change things, if there is one.
  public var controlGroup: String?
  /// How far the server bears with its clients.
  public var limits: StreamLimits
  /// How long clients get at shutdown to take what is journalled.
  public var drain: Duration
  /// A listening socket that was passed in; it is used in place of the path and outlives us.
  public var passedSocket: CInt?

  /// Configures a server.
  public init(
    version: String,
    instance: String,
    heartbeat: Duration = .seconds(15),
    group: String? = nil,
    controlGroup: String? = nil,
    limits: StreamLimits = StreamLimits(),
    drain: Duration = .seconds(1),
    passedSocket: CInt? = nil
  ) {
    self.version = version
    self.instance = instance
    self.heartbeat = heartbeat
    self.group = group
    self.controlGroup = controlGroup
    self.limits = limits
    self.drain = drain
    self.passedSocket = passedSocket
  }
}
