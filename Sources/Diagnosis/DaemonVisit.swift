import Foundation
import Glibc

/// One short conversation with the daemon, in which it is asked everything that a person may want
/// to know.
public struct DaemonVisit: Sendable {
  /// How the conversation went.
  public enum Outcome: Hashable, Sendable {
    /// There is nothing at the path.
    case absent
    /// The user may not go there.
    case denied
    /// Nobody listens.
    case refused
    /// Somebody listens, but does not talk as crampd does; what happened.
    case silent(String)
    /// The daemon has answered.
    case met
  }

  /// How it went.
  public internal(set) var outcome: Outcome
  /// The process that has made the socket: the daemon, or the service manager.
  public internal(set) var listener: Int32?
  /// The daemon's version, from its greeting.
  public internal(set) var version: String?
  /// The newest seq, from the greeting.
  public internal(set) var newestSeq: Int64?
  /// What it says of itself; `nil` if it is not understood.
  public internal(set) var status: DaemonStatus?
  /// What it says of itself, as it said it.
  public internal(set) var statusText: String?
  /// The onsets of the episodes that are open.
  public internal(set) var episodes: [PastEvent] = []
  /// The newest of each channel that has given any.
  public internal(set) var signals: [ChannelSignal] = []
  /// The newest events about cramps, signals and sensors, the oldest first.
  public internal(set) var events: [PastEvent] = []
  /// The newest onset that is kept.
  public internal(set) var lastCramp: PastEvent?

  init(_ outcome: Outcome) {
    self.outcome = outcome
  }

  /// Connects, asks and leaves; blocks for as long as that takes.
  ///
  /// - Parameters:
  ///   - path: The daemon's socket.
  ///   - patience: How long that may be.
  public init(path: String, patience: Duration = .seconds(5)) {
    self.init(.absent)
    do throws(SystemError) {
      var connection = try UnixConnection(path, until: .now + patience)
      listener = connection.listener
      do throws(SystemError) {
        try talk(over: &connection)
      } catch {
        outcome = .silent(
          error.code == ETIMEDOUT
            ? "no answer within \(patience.components.seconds) s" : error.words
        )
      }
    } catch {
      outcome =
        switch error.code {
        case ENOENT, ENOTDIR: .absent
        case EACCES, EPERM: .denied
        case ECONNREFUSED: .refused
        default: .silent(error.words)
        }
    }
  }

  /// How long a channel is waited for that has given no signal yet.
  private static let signalPatience = Duration.milliseconds(700)

  private static let questions = [
    #"{"jsonrpc":"2.0","id":1,"method":"status"}"#,
    #"{"jsonrpc":"2.0","id":2,"method":"history","params":{"limit":1,"types":["cramp.onset"]}}"#,
    """
    {"jsonrpc":"2.0","id":3,"method":"history","params":{"limit":500,"types":\
    ["cramp.onset","cramp.release","cramp.unobserved","cramp.observed","signal.*","sensor.*"]}}
    """,
    // A type that never comes: only the signals are wanted.
    """
    {"jsonrpc":"2.0","id":4,"method":"subscribe","params":{"signals_hz":20,"types":\
    ["daemon.stopped"]}}
    """,
  ]

  private mutating func talk(over connection: inout UnixConnection) throws(SystemError) {
    while version == nil {
      guard let line = try connection.line() else { throw SystemError(code: ECONNRESET) }
      take(line)
    }
    for question in Self.questions { try connection.send(question) }
    while !answered.isSuperset(of: 1...4) {
      guard let line = try connection.line() else { throw SystemError(code: ECONNRESET) }
      take(line)
    }
    outcome = .met
    let end = ContinuousClock.now + Self.signalPatience
    // Channels that are silent say nothing, which is no failure.
    while signals.count < status?.channels?.count ?? 0, let line = try? connection.line(until: end)
    {
      take(line)
    }
  }

  private var answered: Set<Int> = []

  private mutating func take(_ line: String) {
    let data = Data(line.utf8)
    guard let head = try? JSONDecoder().decode(Head.self, from: data) else { return }
    switch head.method {
    case "hello":
      let hello = try? JSONDecoder().decode(Params<Hello>.self, from: data)
      version = hello?.params.version
      newestSeq = hello?.params.seq
    case "snapshot":
      let snapshot = try? JSONDecoder().decode(Params<Snapshot>.self, from: data)
      episodes = snapshot?.params.episodes ?? []
    case "signal":
      guard let signal = try? JSONDecoder().decode(Params<ChannelSignal>.self, from: data).params
      else { return }
      signals.removeAll { $0.sensor == signal.sensor && $0.channel == signal.channel }
      signals.append(signal)
    default:
      guard let id = head.id else { return }
      takeAnswer(id, data)
    }
  }

  private mutating func takeAnswer(_ id: Int, _ data: Data) {
    answered.insert(id)
    let decoder = JSONDecoder()
    switch id {
    case 1:
      status = try? decoder.decode(Answer<DaemonStatus>.self, from: data).result
      let whole = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
      let result = whole?["result"].flatMap {
        try? JSONSerialization.data(withJSONObject: $0, options: [.prettyPrinted, .sortedKeys])
      }
      statusText = result.map { String(decoding: $0, as: UTF8.self) }
    case 2: lastCramp = (try? decoder.decode(Answer<History>.self, from: data))?.result.events.last
    case 3: events = (try? decoder.decode(Answer<History>.self, from: data))?.result.events ?? []
    default: break
    }
  }

  private struct Head: Decodable {
    let method: String?
    let id: Int?
  }

  private struct Params<Value: Decodable>: Decodable { let params: Value }
  private struct Answer<Value: Decodable>: Decodable { let result: Value }
  private struct History: Decodable { let events: [PastEvent] }
  private struct Snapshot: Decodable { let episodes: [PastEvent] }

  private struct Hello: Decodable {
    let version: String
    let seq: Int64?
  }
}
