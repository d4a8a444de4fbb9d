import Foundation

/// One line from the server.
public enum EventMessage: Hashable, Sendable {
  /// Who the server is, and the newest seq.
  case hello(ServerHello)
  /// How things stood at `seq`, as a JSON object.
  case snapshot(seq: Int64, json: String)
  /// An event; the text of its object is the one in the journal.
  case event(seq: Int64, json: String)
  /// An event without a seq that is not on disk yet, by its id; it comes again as an event.
  case pending(id: String, json: String)
  /// The level of one channel at a time, as a JSON object.
  case signal(json: String)
  /// A sign of life, as a JSON object.
  case heartbeat(seq: Int64, json: String)
  /// Events that the journal does not hold any more.
  case gap(from: Int64, to: Int64, reason: String)
  /// The answer to a request, as JSON.
  case response(id: Int64, result: String)
  /// The refusal of a request; `id` is `nil` if the server could not tell which, `data` is JSON.
  case failure(id: Int64?, code: Int, message: String, data: String? = nil)
  /// A notification of a later version, as a JSON object.
  case other(method: String, json: String)
}

/// A line that is none of the protocol.
public struct EventMessageError: Error, Hashable, CustomStringConvertible {
  /// The line.
  public let line: String
  /// What is wrong with it.
  public let cause: String

  /// `read a message: no method: {"jsonrpc":…`.
  public var description: String { "read a message: \(cause): \(line.prefix(120))" }
}

extension EventMessage {
  /// Reads a line.
  ///
  /// - Parameter line: The line without its line feed.
  /// - Throws: ``EventMessageError`` if it is none of the protocol.
  public init(line: String) throws(EventMessageError) {
    if let event = Self.event(line: line) {
      self = event
      return
    }
    guard case .object(let members) = JSONValue(line) else {
      throw EventMessageError(line: line, cause: "no JSON object")
    }
    let id = members["id"]?.whole
    if case .object(let error) = members["error"] {
      self = .failure(
        id: id,
        code: Int(error["code"]?.whole ?? 0),
        message: error["message"]?.text ?? "",
        data: error["data"]?.json
      )
    } else if let result = members["result"], let id {
      self = .response(id: id, result: result.json)
    } else if let method = members["method"]?.text,
      let message = Self.notification(method, members["params"] ?? .object([:]))
    {
      self = message
    } else {
      throw EventMessageError(line: line, cause: "neither an answer nor a notification")
    }
  }

  /// The text of an event stays as it is, so it is cut out and not read and written again.
  private static func event(line: String) -> Self? {
    guard line.hasPrefix(Message.eventHead), line.hasSuffix(Message.eventTail) else { return nil }
    let json = line.dropFirst(Message.eventHead.count).dropLast(Message.eventTail.count)
    let digits = json.dropFirst(#"{"seq":"#.count).prefix { $0.isNumber }
    guard json.hasPrefix(#"{"seq":"#), let seq = Int64(digits) else { return nil }
    return .event(seq: seq, json: String(json))
  }

  private static func notification(_ method: String, _ params: JSONValue) -> Self? {
    guard case .object(let members) = params else { return nil }
    let seq = members["seq"]?.whole
    switch method {
    case "hello": return ServerHello(members).map(Self.hello)
    case "pending": return members["id"]?.text.map { .pending(id: $0, json: params.json) }
    case "signal": return .signal(json: params.json)
    case "snapshot": return seq.map { .snapshot(seq: $0, json: params.json) }
    case "event": return seq.map { .event(seq: $0, json: params.json) }
    case "heartbeat": return seq.map { .heartbeat(seq: $0, json: params.json) }
    case "gap":
      guard let from = members["from"]?.whole, let end = members["to"]?.whole else { return nil }
      return .gap(from: from, to: end, reason: members["reason"]?.text ?? "")
    default: return .other(method: method, json: params.json)
    }
  }
}

extension ServerHello {
  /// More than a day between heartbeats is none that a client could rely on.
  private static let longestHeartbeat = 86_400.0

  fileprivate init?(_ members: [String: JSONValue]) {
    guard let seq = members["seq"]?.whole, let version = members["protocol"]?.whole else {
      return nil
    }
    let heartbeat = members["heartbeat_s"]?.number
    self.init(
      protocolVersion: Int(version),
      version: members["version"]?.text ?? "",
      instance: members["instance"]?.text ?? "",
      seq: seq,
      journal: members["journal"]?.text,
      heartbeat: heartbeat.flatMap { seconds in
        seconds > 0 && seconds <= Self.longestHeartbeat ? .seconds(seconds) : nil
      }
    )
  }
}

extension JSONValue {
  fileprivate var number: Double? {
    switch self {
    case .whole(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  fileprivate var whole: Int64? {
    if case .whole(let number) = self { number } else { nil }
  }

  fileprivate var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}
