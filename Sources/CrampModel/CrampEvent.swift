/// One event, the same in the journal, on the socket and in files.
public struct CrampEvent: Hashable, Sendable {
  /// Position in the journal, from 1; 0 until the journal or the writer of a file assigns it.
  public var seq: Int64
  /// Identity.
  public var id: EventID
  /// What happened.
  public var type: EventType
  /// When it happened in the muscle: the estimated onset or release.
  public var time: Timestamp
  /// When it was decided.
  public var detected: Timestamp
  /// The sensor's identity, if the event is about one.
  public var sensor: String?
  /// The channel's name, if the event is about one.
  public var channel: String?
  /// What the channel measures, if the event is about one.
  public var modality: Modality?
  /// The identity of the episode that the event belongs to, if any.
  public var episode: EventID?
  /// More members, each key at most once, in the order of ``EventKey``.
  public var details: [EventDetail]

  /// Makes an event; `details` are brought into the order of ``EventKey``.
  public init(
    seq: Int64 = 0,
    id: EventID,
    type: EventType,
    time: Timestamp,
    detected: Timestamp,
    sensor: String? = nil,
    channel: String? = nil,
    modality: Modality? = nil,
    episode: EventID? = nil,
    details: [EventDetail] = []
  ) {
    self.seq = seq
    self.id = id
    self.type = type
    self.time = time
    self.detected = detected
    self.sensor = sensor
    self.channel = channel
    self.modality = modality
    self.episode = episode
    self.details = EventKey.allCases.compactMap { key in details.first { $0.key == key } }
  }

  /// The value of a member; `nil` if the event has none of that name.
  public subscript(key: EventKey) -> EventValue? {
    details.first { $0.key == key }?.value
  }
}
