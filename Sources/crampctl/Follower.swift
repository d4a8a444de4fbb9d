import EventStream

/// A reader of the event stream that comes back when the daemon does.
struct Follower {
  /// What there is to print.
  enum Item {
    /// How things stood at the first connection, as JSON.
    case open(String)
    /// An event, as JSON.
    case event(String)
  }

  /// The codes of the protocol that a follower can act on.
  private enum Refusal {
    static let badParams = -32_602
    static let notRetained = -32_001
  }

  private let daemon: Daemon
  private let types: [String]
  /// The last event that was dealt with; `nil` before the first connection of one that wants only
  /// what is new.
  private var cursor: Int64?
  private let asked: Int64?
  private var isFirst = true
  private var wait = 1

  init(daemon: Daemon, types: [String], after: Int64?) {
    self.daemon = daemon
    self.types = types
    cursor = after
    asked = after
  }

  /// Follows until `take` returns `false` or throws.
  mutating func run(_ take: (Item) throws -> Bool) async throws {
    while true {
      do {
        let path = daemon.path
        var state = self
        defer { self = state }
        let isDone = try await Daemon(path: path).connect { client in
          try await state.follow(client, take)
        }
        if isDone { return }
        Diagnostics.say("the daemon at \(path) went away; trying again in \(state.wait) s")
      } catch let failure as Failure where failure.description == daemon.noAnswer.description {
        Diagnostics.say("\(failure.description); trying again in \(wait) s")
      } catch let error as EventStreamError {
        Diagnostics.say("\(error.description); trying again in \(wait) s")
      }
      try await Task.sleep(for: .seconds(wait))
      wait = min(10, wait * 2)
    }
  }

  /// Follows one connection; returns whether enough was taken.
  private mutating func follow(
    _ client: EventClient,
    _ take: (Item) throws -> Bool
  ) async throws -> Bool {
    var isSubscribed = false
    for try await message in client.messages {
      switch message {
      case .hello(protocolVersion: _, version: _, instance: _, let seq):
        try await subscribe(client, newest: seq)
      case .snapshot(seq: _, let json):
        if isFirst, try !take(.open(json)) { return true }
        isFirst = false
      case .response(id: 1, result: _):
        isSubscribed = true
        wait = 1
      case .failure(id: 1, let code, let message):
        try await subscribe(client, refused: code, message)
      case .event(let seq, let json):
        // What comes before the answer is not yet filtered, and comes again after it.
        guard isSubscribed, seq > cursor ?? 0 else { continue }
        cursor = seq
        if try !take(.event(json)) { return true }
      case .gap(let from, to: let end, let reason):
        guard isSubscribed else { continue }
        cursor = max(cursor ?? 0, end)
        Diagnostics.warn("events \(from) to \(end) are not in the journal (\(reason))")
      case .failure(id: _, code: _, let message): throw Failure("watch: \(message)")
      case .response, .heartbeat, .other: break
      }
    }
    return false
  }

  private mutating func subscribe(_ client: EventClient, newest: Int64) async throws {
    if cursor == nil { cursor = newest }
    if let known = cursor, known > newest, known != asked {
      Diagnostics.warn("the daemon has a new journal; going on with its first event")
      cursor = 0
    }
    try await request(client)
  }

  /// Goes on with what is left, where it was not asked for by number.
  private mutating func subscribe(
    _ client: EventClient,
    refused code: Int,
    _ message: String
  ) async throws {
    let oldest = message.split(separator: " ").last.flatMap { Int64($0) }
    guard code == Refusal.notRetained, let oldest, oldest - 1 != cursor,
      cursor != asked || asked == 0
    else { throw Failure("watch: \(message)") }
    if cursor != 0 {
      Diagnostics.warn("events \((cursor ?? 0) + 1) to \(oldest - 1) are not kept any more")
    }
    cursor = oldest - 1
    try await request(client)
  }

  private func request(_ client: EventClient) async throws {
    let list = types.map { "\"\($0.filter { $0 != "\"" && $0 != "\\" })\"" }.joined(separator: ",")
    let filter = types.isEmpty ? "" : ",\"types\":[\(list)]"
    try await client.send("subscribe", params: "{\"after\":\(cursor ?? 0)\(filter)}", id: 1)
  }
}
