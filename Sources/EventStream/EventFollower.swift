/// Follows the event stream for as long as the program likes, over restarts of the daemon.
///
/// It connects, subscribes after the last seq, and connects again when the connection is lost,
/// nobody answers or no heartbeat comes. Each event that the journal holds comes once and in
/// order; what the journal does not hold any more is told as a gap.
///
///     let follower = EventFollower(
///       path: path,
///       subscription: EventSubscription(after: lastSeq, types: ["cramp.*"])
///     )
///     try await follower.run { update in
///       switch update {
///       case .event(let seq, let json):
///         print(json)
///         lastSeq = seq  // Keep it where the next start of the program finds it.
///       case .gap(let from, to: let end, let reason):
///         print("events \(from) to \(end) are lost: \(reason)")
///       case .unreachable(let cause, retry: _), .disconnected(let cause, retry: _):
///         print("waiting for the daemon: \(cause)")
///       default: break
///       }
///       return true
///     }
///
/// A program that takes its time loses nothing: the events wait in the journal. To stop, return
/// `false` or cancel the task; both work at once, whatever the follower waits for.
public struct EventFollower: Sendable {
  /// How many heartbeats may be missing in a row before the connection counts as dead.
  public static let missedHeartbeats = 3
  /// What the server's configuration has as its default, for servers that do not say.
  public static let usualHeartbeat = Duration.seconds(15)

  private let path: String
  private let subscription: EventSubscription
  private let delay: ReconnectDelay

  /// Prepares to follow; nothing is connected before ``run(_:)``.
  ///
  /// - Parameters:
  ///   - path: The server's socket.
  ///   - subscription: Which events, and where to begin.
  ///   - delay: How long to wait before each new attempt.
  public init(
    path: String,
    subscription: EventSubscription = EventSubscription(),
    delay: ReconnectDelay = ReconnectDelay()
  ) {
    self.path = path
    self.subscription = subscription
    self.delay = delay
  }

  /// Follows until `take` has enough.
  ///
  /// - Parameter take: Takes what comes, one at a time; returns whether to go on.
  /// - Throws: ``EventFollowerError`` if no attempt can succeed, `CancellationError` if the task
  ///   is cancelled, and what `take` throws.
  public func run(_ take: (Update) async throws -> Bool) async throws {
    var stream = FollowedStream(subscription)
    var delay = delay
    while true {
      let lost: Update
      switch try await attempt(&stream, &delay, take) {
      case .enough: return
      case .unreachable(let cause): lost = .unreachable(cause: cause, retry: delay.next())
      case .lost(let cause): lost = .disconnected(cause: cause, retry: delay.next())
      }
      try Task.checkCancellation()
      guard try await take(lost), let pause = lost.retry else { return }
      try await Task.sleep(for: pause)
    }
  }

  private enum Outcome {
    case enough
    case unreachable(String)
    case lost(String)
  }

  /// Follows for one connection.
  private func attempt(
    _ stream: inout FollowedStream,
    _ delay: inout ReconnectDelay,
    _ take: (Update) async throws -> Bool
  ) async throws -> Outcome {
    var isConnected = false
    stream.connect()
    do {
      return try await EventClient.withConnection(path: path) { client in
        isConnected = true
        return try await watched(client, &stream, &delay, take)
      }
    } catch let error as EventStreamError where !isConnected {
      return .unreachable(error.message)
    }
  }

  /// Reads while another task watches that the server does not fall silent.
  private func watched(
    _ client: EventClient,
    _ stream: inout FollowedStream,
    _ delay: inout ReconnectDelay,
    _ take: (Update) async throws -> Bool
  ) async throws -> Outcome {
    let silence = ServerSilence(limit: Self.usualHeartbeat * Self.missedHeartbeats)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      var messages = client.messages.makeAsyncIterator()
      group.addTask { try await client.end(after: silence) }
      while true {
        let message: EventMessage
        switch try await Self.next(&messages, silence) {
        case .success(let next): message = next
        case .failure(let end): return .lost(end.cause)
        }
        if case .hello(let hello) = message, let heartbeat = hello.heartbeat {
          silence.bear(heartbeat * Self.missedHeartbeats)
          // The one that watches already may sleep for longer than that.
          group.addTask { try await client.end(after: silence) }
        }
        let reaction = try stream.take(message)
        for update in reaction.updates {
          if update.isLife { delay.reset() }
          guard try await take(update) else { return .enough }
        }
        if let cause = reaction.end { return .lost(cause) }
        if let cause = await Self.ask(reaction.request, client) { return .lost(cause) }
      }
    }
  }

  /// Why no further message comes.
  private struct End: Error {
    let cause: String
  }

  private static func next(
    _ messages: inout EventMessages.Iterator,
    _ silence: ServerSilence
  ) async throws -> Result<EventMessage, End> {
    silence.begin()
    defer { silence.end() }
    var cause = "the connection was closed"
    do {
      if let message = try await messages.next() { return .success(message) }
    } catch {
      cause = String(describing: error)
    }
    try Task.checkCancellation()
    if let silent = silence.outlasted { cause = "nothing was heard for \(silent)" }
    return .failure(End(cause: cause))
  }

  /// Subscribes where there is something to ask for; returns why that is impossible.
  private static func ask(_ params: String?, _ client: EventClient) async -> String? {
    guard let params else { return nil }
    do {
      try await client.send("subscribe", params: params, id: FollowedStream.requestID)
      return nil
    } catch {
      return String(describing: error)
    }
  }
}

extension EventFollower.Update {
  /// Whether the server does its work: it has more to say than its greeting.
  fileprivate var isLife: Bool {
    switch self {
    case .event, .heartbeat: true
    default: false
    }
  }

  fileprivate var retry: Duration? {
    switch self {
    case .unreachable(cause: _, let retry), .disconnected(cause: _, let retry): retry
    default: nil
    }
  }
}
