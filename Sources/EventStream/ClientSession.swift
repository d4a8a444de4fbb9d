import CrampModel
import EventJournal

/// The conversation with one client: where it is in the journal, and what is sent next.
struct ClientSession {
  let connection: ClientConnection
  private(set) var isOver = false
  private var cursor: Int64 = 0
  private var filter = EventFilter.all

  init(connection: ClientConnection) {
    self.connection = connection
  }

  private var journal: EventJournal { connection.journal }

  /// Says who we are and how things stand; the events that follow begin right after.
  mutating func greet() async throws {
    cursor = journal.newestSeq
    let report = await connection.status()
    let episodes = try journal.reader.openEpisodeLines(asOf: cursor).map(\.json)
    let hello = JSONText.object([
      ("protocol", String(Message.protocolVersion)),
      ("version", JSONText.quoted(connection.configuration.version)),
      ("instance", JSONText.quoted(connection.configuration.instance)),
      ("seq", String(cursor)),
    ])
    let snapshot = JSONText.object([
      ("seq", String(cursor)), ("sensors", report.sensors), ("channels", report.channels),
      ("episodes", JSONText.list(episodes)),
    ])
    try await connection.send([
      Message.notification("hello", hello), Message.notification("snapshot", snapshot),
    ])
  }

  /// Does what is next; returns whether there may be more to do at once.
  mutating func step() async throws -> Bool {
    guard !isOver, !connection.inbox.isClosed else {
      isOver = true
      return false
    }
    // Before the next line, so that a client that never stops asking piles up no answers.
    let late = connection.inbox.takeLate()
    if !late.isEmpty { try await connection.send(late) }
    if let line = connection.inbox.takeLine() {
      try await answer(line)
      connection.inbox.lineIsAnswered()
      return true
    }
    if connection.inbox.takeHeartbeat() { try await beat() }
    // Asked before the journal is: what was written before the end is then delivered.
    let isEnding = connection.inbox.isEnding
    if try await deliver() { return true }
    isOver = isEnding
    return false
  }

  private mutating func deliver() async throws -> Bool {
    let batch = try journal.reader.batch(
      after: cursor,
      limit: ClientConnection.batch,
      filter: filter
    )
    guard batch.end > cursor else { return false }
    let gaps = batch.missing.map { ($0.lowerBound, gap($0)) }
    let events = batch.lines.map { ($0.seq, Message.event($0.json)) }
    try await connection.send((gaps + events).sorted { $0.0 < $1.0 }.map(\.1))
    cursor = batch.end
    return true
  }

  private func gap(_ seqs: ClosedRange<Int64>) -> String {
    let oldest = (try? journal.reader.oldestSeq()) ?? nil
    let isRemoved = oldest.map { seqs.lowerBound < $0 } ?? true
    let body = JSONText.object([
      ("from", String(seqs.lowerBound)), ("to", String(seqs.upperBound)),
      ("reason", isRemoved ? #""retention""# : #""damaged""#),
    ])
    return Message.notification("gap", body)
  }

  private func beat() async throws {
    let report = await connection.status()
    let waiting = try journal.reader.lines(after: cursor, limit: 1, filter: filter).first
    let age = waiting.map { line in
      let decided = Timestamp(microseconds: line.detectedMicroseconds)
      return max(0, WallClock.now.seconds(since: decided))
    }
    let body = JSONText.object([
      ("seq", String(journal.newestSeq)),
      ("oldest_undelivered_s", age.flatMap(JSONText.seconds)),
      ("newest_sample_s", report.newestSampleAge.flatMap(JSONText.seconds)),
    ])
    try await connection.send([Message.notification("heartbeat", body)])
  }

  private mutating func answer(_ line: LineSplitter.Line) async throws {
    switch line {
    case .text(let text):
      do {
        try await answer(Request(text))
      } catch let refused as RefusedRequest {
        try await connection.send([Message.failure(refused.error, id: refused.id)])
      }
    case .tooLong:
      let limit = ClientConnection.longestLine
      try await end(ProtocolError(.invalidRequest, "a line is longer than \(limit) bytes"))
    case .notUTF8:
      try await end(ProtocolError(.parse, "a line is not UTF-8"))
    }
  }

  private mutating func end(_ error: ProtocolError) async throws {
    try await connection.send([Message.failure(error, id: .null)])
    isOver = true
  }

  private mutating func answer(_ request: Request) async throws {
    do {
      if CalibrationRequest.methods.contains(request.method) {
        return try await calibrate(request)
      }
      let result = try await result(of: request)
      guard let id = request.id else { return }
      try await connection.send([Message.result(result, id: id)])
    } catch let error as ProtocolError {
      guard let id = request.id else { return }
      try await connection.send([Message.failure(error, id: id)])
    }
  }

  private mutating func result(of request: Request) async throws -> String {
    let params = request.params
    switch request.method {
    case "ping":
      try params.allow()
      return "{}"
    case "status":
      try params.allow()
      return await connection.status().status
    case "history":
      let lines = try journal.reader.lines(query: HistoryQuery(params)).reversed()
      return JSONText.object([("events", JSONText.list(lines.map(\.json)))])
    case "subscribe": return try subscribe(params)
    case "mark", "session.start", "session.stop":
      return try await Annotation(method: request.method, params).record(from: connection)
    default:
      throw ProtocolError(.unknownMethod, "\(request.method): no such method")
    }
  }

  /// Hands a request on; its answer comes when it is there, and others may come before it.
  private func calibrate(_ request: Request) async throws {
    guard let desk = connection.calibrations else {
      throw ProtocolError(.unknownMethod, "\(request.method): no such method")
    }
    let peer = await connection.peer()
    let wanted = try CalibrationRequest(
      request.params,
      client: connection.number,
      user: peer?.user ?? .max
    )
    if wanted.isChange { try connection.checkMayChange(peer) }
    await desk.ask(wanted) { [inbox = connection.inbox] result in
      guard let id = request.id else { return }
      switch result {
      case .success(let answer): inbox.post(Message.result(answer, id: id))
      case .failure(let refusal):
        inbox.post(Message.failure(ProtocolError(request.method, refusal), id: id))
      }
    }
  }

  private mutating func subscribe(_ params: RequestParams) throws -> String {
    if params.members["signals_hz"] != nil {
      throw params.bad("signals_hz", "signals are not served by this version")
    }
    try params.allow("after", "types", "sensors", "channels")
    let wanted = EventFilter(
      types: try params.texts("types"),
      sensors: try params.texts("sensors"),
      channels: try params.texts("channels")
    )
    let newest = journal.newestSeq
    let after = try params.whole("after", in: 0...Int64.max) ?? newest
    guard after <= newest else {
      throw params.bad("after", "\(after) is beyond the newest seq, \(newest)")
    }
    let oldest = try journal.reader.oldestSeq() ?? newest + 1
    guard after >= oldest - 1 else {
      throw ProtocolError(
        .notRetained,
        "subscribe: after: the oldest seq that the journal holds is \(oldest)",
        data: JSONText.object([("oldest", String(oldest))])
      )
    }
    cursor = after
    filter = wanted
    return JSONText.object([("seq", String(newest))])
  }
}

extension HistoryQuery {
  /// The most events that one answer holds.
  static let mostEvents: Int64 = 10_000

  /// Asks for the newest events that a client's parameters describe, the newest first.
  init(_ params: RequestParams) throws(ProtocolError) {
    try params.allow("since", "until", "types", "type", "channel", "sensor", "limit")
    let limit = try params.whole("limit", in: 1...Self.mostEvents) ?? 1_000
    self.init(
      since: try params.time("since"),
      until: try params.time("until"),
      filter: EventFilter(
        types: try params.texts("types") + params.texts("type"),
        sensors: try params.texts("sensor"),
        channels: try params.texts("channel")
      ),
      limit: Int(limit),
      ascending: false
    )
  }
}
