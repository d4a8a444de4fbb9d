import Synchronization

/// What a server has done so far, and for how many; for `status`.
public final class StreamStatistics: Sendable {
  private struct Counts {
    var clients = 0
    var refused = 0
    var delivered: Int64 = 0
    var catchUps: Int64 = 0
    var droppedSignals: Int64 = 0
    var followedSeq: Int64 = 0
    var attempts: Int64 = 0
  }

  private let limits: StreamLimits
  private let counts = Mutex(Counts())

  /// Begins to count.
  ///
  /// - Parameter limits: The limits that ``json`` tells of.
  public init(limits: StreamLimits = StreamLimits()) {
    self.limits = limits
  }

  /// The counts and the limits as a JSON object.
  public var json: String {
    let counts = counts.withLock { $0 }
    return JSONText.object([
      ("clients", String(counts.clients)),
      ("refused", String(counts.refused)),
      ("delivered", String(counts.delivered)),
      ("catch_ups", String(counts.catchUps)),
      ("dropped_signals", String(counts.droppedSignals)),
      ("limits", limits.json),
    ])
  }

  /// The counts as the last member, `stream`, of a JSON object.
  ///
  /// - Parameter object: The text of an object that has members.
  /// - Returns: The text of the object with one more.
  public func added(to object: String) -> String {
    object.hasSuffix("}") ? "\(object.dropLast()),\"stream\":\(json)}" : object
  }

  /// The last seq that was handed to all clients, and how often that was attempted.
  public var following: (seq: Int64, attempts: Int64) {
    counts.withLock { ($0.followedSeq, $0.attempts) }
  }

  func noteFollowing(to seq: Int64) {
    counts.withLock { counts in
      counts.followedSeq = seq
      counts.attempts += 1
    }
  }

  func noteClients(_ count: Int) { counts.withLock { $0.clients = count } }

  func noteRefusal() { counts.withLock { $0.refused += 1 } }

  func noteDelivery(of events: Int) { counts.withLock { $0.delivered += Int64(events) } }

  func noteCatchUp() { counts.withLock { $0.catchUps += 1 } }

  func noteDroppedSignals(_ signals: Int) {
    counts.withLock { $0.droppedSignals += Int64(signals) }
  }
}
