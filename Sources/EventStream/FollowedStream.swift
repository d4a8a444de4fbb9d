/// Where a follower is in the stream and what it makes of each message; knows no socket.
///
///                 hello            answer
///     greeting ──────────▶ asking ──────────▶ following
///        ▲                  ▲  │                  │
///        │                  └──┘ not retained:    │
///        │                       asked again      │
///        └────────────────── connect() ◀──────────┘
struct FollowedStream {
  enum Phase: Hashable {
    case greeting
    case asking
    case following
  }

  /// What is to be done about a message, in this order.
  struct Reaction: Hashable {
    var updates: [EventFollower.Update] = []
    /// The parameters of a subscription to ask for.
    var request: String?
    /// Why the connection is of no use.
    var end: String?
  }

  /// The id of each subscription; its answers come in order.
  static let requestID: Int64 = 1

  let subscription: EventSubscription
  private(set) var phase = Phase.greeting
  /// The last seq that was dealt with; `nil` before the first greeting of one that wants what is
  /// new.
  private(set) var cursor: Int64?
  /// Whether the cursor is from the server, and not from the program.
  private var isUnderWay = false
  private var journal: String?

  init(_ subscription: EventSubscription) {
    self.subscription = subscription
    cursor = subscription.after
  }

  /// Begins with a new connection.
  mutating func connect() {
    phase = .greeting
  }

  /// Takes the next message of the connection.
  mutating func take(_ message: EventMessage) throws(EventFollowerError) -> Reaction {
    switch message {
    case .hello(let hello): return try greet(hello)
    case .snapshot(let seq, let json): return tell(.snapshot(seq: seq, json: json))
    case .response(id: Self.requestID, result: _):
      phase = .following
      isUnderWay = true
    case .failure(id: Self.requestID, let code, let message, let data):
      return try refuse(code, message, data)
    case .failure(id: _, code: _, let message, data: _): return Reaction(end: message)
    case .event(let seq, let json): return event(seq, json)
    case .gap(let from, to: let end, let reason): return gap(from, end, reason)
    case .pending(let id, let json):
      // Until the answer comes, the server does not know which events are wanted.
      if phase == .following || subscription.isForAll {
        return tell(.pending(id: id, json: json))
      }
    case .signal(let json): return tell(.signal(json: json))
    case .heartbeat(let seq, let json): return tell(.heartbeat(seq: seq, json: json))
    case .response, .other: break
    }
    return Reaction()
  }

  private func tell(_ update: EventFollower.Update) -> Reaction {
    Reaction(updates: [update])
  }

  private mutating func greet(_ hello: ServerHello) throws(EventFollowerError) -> Reaction {
    guard hello.protocolVersion <= Message.protocolVersion else {
      throw .protocolVersion(hello.protocolVersion)
    }
    guard phase == .greeting else { return Reaction() }
    var reaction = tell(.connected(hello))
    if let cursor, isUnderWay, hello.seq < cursor || isOther(hello.journal) {
      reaction.updates.append(.newJournal(newest: hello.seq))
      self.cursor = 0
    }
    if cursor == nil {
      cursor = hello.seq
      isUnderWay = true
    }
    journal = hello.journal ?? journal
    phase = .asking
    reaction.request = subscription.params(after: cursor ?? 0)
    return reaction
  }

  private func isOther(_ found: String?) -> Bool {
    guard let journal, let found else { return false }
    return journal != found
  }

  /// Goes on with what is left, where the program did not ask for a seq that is gone.
  private mutating func refuse(
    _ code: Int,
    _ message: String,
    _ data: String?
  ) throws(EventFollowerError) -> Reaction {
    switch ProtocolError.Code(rawValue: code) {
    case .notRetained:
      guard isUnderWay || cursor == 0, let oldest = Self.oldest(data), oldest - 1 > cursor ?? 0
      else { throw .refused(code: code, message: message) }
      let first = (cursor ?? 0) + 1
      cursor = oldest - 1
      var reaction = Reaction(request: subscription.params(after: oldest - 1))
      if isUnderWay {
        reaction.updates = [.gap(from: first, to: oldest - 1, reason: "retention")]
      }
      return reaction
    case .invalidRequest, .unknownMethod, .badParams, .notAllowed:
      throw .refused(code: code, message: message)
    default: return Reaction(end: message)
    }
  }

  private static func oldest(_ data: String?) -> Int64? {
    guard let data, case .object(let members) = JSONValue(data),
      case .whole(let oldest) = members["oldest"], oldest > 0
    else { return nil }
    return oldest
  }

  private mutating func event(_ seq: Int64, _ json: String) -> Reaction {
    // What comes before the answer is not filtered yet, and comes again after it.
    guard phase == .following, let last = cursor, seq > last else { return Reaction() }
    cursor = seq
    isUnderWay = true
    let event = EventFollower.Update.event(seq: seq, json: json)
    // The server tells every gap; one that it does not tell is still none that we hide.
    guard subscription.isForAll, seq - last > 1 else { return tell(event) }
    return Reaction(updates: [.gap(from: last + 1, to: seq - 1, reason: "unexplained"), event])
  }

  private mutating func gap(_ from: Int64, _ end: Int64, _ reason: String) -> Reaction {
    guard phase == .following, let last = cursor, end > last else { return Reaction() }
    cursor = end
    isUnderWay = true
    return tell(.gap(from: max(from, last + 1), to: end, reason: reason))
  }
}
