/// What the daemon tells about itself; its parts are JSON already.
public struct StatusReport: Hashable, Sendable {
  /// A JSON list with an object for each sensor, each with a member `sensor`.
  public var sensors: String
  /// A JSON list with an object for each channel, each with a member `channel`.
  public var channels: String
  /// A JSON object: the answer to `status`.
  public var status: String
  /// A JSON object: the session that is open, if one is.
  public var session: String?
  /// Seconds since the newest sample of any sensor, if there was one.
  public var newestSampleAge: Double?

  /// Puts a report together; texts with line feeds are not for a stream of lines.
  public init(
    sensors: String = "[]",
    channels: String = "[]",
    status: String = "{}",
    session: String? = nil,
    newestSampleAge: Double? = nil
  ) {
    self.sensors = sensors
    self.channels = channels
    self.status = status
    self.session = session
    self.newestSampleAge = newestSampleAge
  }
}
