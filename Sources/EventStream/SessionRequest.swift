public import CrampModel

/// What a person says of this moment, of a session or of an episode.
public enum SessionRequest: Hashable, Sendable {
  /// A note about this moment, perhaps with the word of a cue and the name of what it is about.
  case mark(text: String, cue: String?, name: String?)
  /// A session begins.
  case start(name: String, kind: String?)
  /// The open session ends; a name must be its own.
  case stop(name: String?)
  /// What an episode was.
  case label(LabelRequest)
}

/// What a person says of an episode; what is not spoken of is `nil`.
public struct LabelRequest: Hashable, Sendable {
  /// The episode; `nil` for a cramp that was not found.
  public var episode: String?
  /// When a cramp was that was not found.
  public var time: Timestamp?
  /// The sensor of such a cramp.
  public var sensor: String?
  /// The channel of such a cramp.
  public var channel: String?
  /// Whether it was a cramp.
  public var verdict: String?
  /// How severe it was, 0...10.
  public var severity: Double?
  /// How much it disturbed sleep, 0...10.
  public var sleepDisturbance: Double?
  /// The side of the body.
  public var side: String?
  /// The muscle.
  public var muscle: String?
  /// Anything else.
  public var text: String?
  /// How long it lasted, in seconds.
  public var duration: Double?
}

extension SessionRequest {
  /// The methods that are about sessions, marks and labels.
  static let methods: Set = ["mark", "session.start", "session.stop", "label"]

  /// Reads the parameters of one of ``methods``.
  init(_ params: RequestParams) throws(ProtocolError) {
    switch params.method {
    case "mark":
      try params.allow("text", "cue", "name")
      self = .mark(
        text: try params.words("text"),
        cue: try params.text("cue"),
        name: try params.wordsIfAny("name")
      )
    case "session.start":
      try params.allow("name", "kind")
      self = .start(name: try params.words("name"), kind: try params.text("kind"))
    case "session.stop":
      try params.allow("name")
      self = .stop(name: try params.wordsIfAny("name"))
    default: self = .label(try LabelRequest(params))
    }
  }
}

extension LabelRequest {
  /// A year: nobody remembers a longer cramp.
  private static let longest = 31_536_000.0

  fileprivate init(_ params: RequestParams) throws(ProtocolError) {
    try params.allow(
      "episode",
      "time",
      "sensor",
      "channel",
      "verdict",
      "severity",
      "sleep_disturbance",
      "side",
      "muscle",
      "text",
      "duration_s"
    )
    episode = try params.wordsIfAny("episode")
    time = try params.time("time")
    sensor = try params.wordsIfAny("sensor")
    channel = try params.wordsIfAny("channel")
    verdict = try params.text("verdict")
    severity = try params.number("severity", in: 0...10)
    sleepDisturbance = try params.number("sleep_disturbance", in: 0...10)
    side = try params.text("side")
    muscle = try params.wordsIfAny("muscle")
    text = try params.wordsIfAny("text")
    duration = try params.number("duration_s", in: 0...Self.longest)
  }
}

extension RequestParams {
  /// A string as ``words(_:)`` wants it, if there is one.
  fileprivate func wordsIfAny(_ name: String) throws(ProtocolError) -> String? {
    members[name] == nil ? nil : try words(name)
  }
}
