/// What a follower asks the server for.
public struct EventSubscription: Hashable, Sendable {
  /// The last seq that the program has dealt with; `nil` for what is new at the first connection.
  public var after: Int64?
  /// Patterns for the event's type, such as `cramp.*`; empty for all.
  public var types: [String]
  /// Sensors by identity; empty for all.
  public var sensors: [String]
  /// Channels by name; empty for all.
  public var channels: [String]
  /// How often the level of each channel is told, in hertz; `nil` for never.
  public var signalRate: Double?

  /// Asks for all that is new where nothing is named.
  public init(
    after: Int64? = nil,
    types: [String] = [],
    sensors: [String] = [],
    channels: [String] = [],
    signalRate: Double? = nil
  ) {
    self.after = after
    self.types = types
    self.sensors = sensors
    self.channels = channels
    self.signalRate = signalRate
  }

  /// Whether no event is left out.
  var isForAll: Bool { types.isEmpty && sensors.isEmpty && channels.isEmpty }

  /// The parameters of `subscribe`.
  func params(after seq: Int64) -> String {
    JSONText.object([
      ("after", String(seq)), ("types", Self.list(types)), ("sensors", Self.list(sensors)),
      ("channels", Self.list(channels)), ("signals_hz", signalRate.map(String.init(describing:))),
    ])
  }

  private static func list(_ texts: [String]) -> String? {
    texts.isEmpty ? nil : JSONText.list(texts.map(JSONText.quoted))
  }
}
