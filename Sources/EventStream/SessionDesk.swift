/// What has become of what a person said.
public struct SessionAnswer: Hashable, Sendable {
  /// The seq of the event; `nil` while the event waits for the disk.
  public var seq: Int64?
  /// Why it waits.
  public var waiting: String?
  /// The session that began or ended.
  public var session: String?
  /// The episode that was spoken of.
  public var episode: String?

  /// An answer.
  public init(
    seq: Int64? = nil,
    waiting: String? = nil,
    session: String? = nil,
    episode: String? = nil
  ) {
    self.seq = seq
    self.waiting = waiting
    self.session = session
    self.episode = episode
  }

  /// The answer as a JSON object.
  var json: String {
    JSONText.object([
      ("seq", seq.map { String($0) }), ("waiting", waiting.map(JSONText.quoted)),
      ("session", session.map(JSONText.quoted)), ("episode", episode.map(JSONText.quoted)),
    ])
  }
}

/// Why what a person said is refused.
public struct SessionRefusal: Error, Hashable, Sendable {
  /// What kind of refusal it is.
  public enum Kind: Hashable, Sendable {
    /// There is no such word, session or episode, or it was not said which.
    case badRequest
    /// Another client is just beginning or ending a session.
    case busy
    /// A session is open, or none is, or another one.
    case otherSession
    /// The daemon could not do its part.
    case trouble
  }

  /// What kind of refusal it is.
  public let kind: Kind
  /// What is wrong, and what helps.
  public let message: String

  /// A refusal.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

/// Who keeps sessions, marks and labels.
public struct SessionDesk: Sendable {
  let ask: @Sendable (SessionRequest) async -> Result<SessionAnswer, SessionRefusal>

  /// Connects the server with who does it.
  ///
  /// - Parameter ask: Does what is asked, and answers when that is durable or waits for the disk.
  public init(
    ask: @escaping @Sendable (SessionRequest) async -> Result<SessionAnswer, SessionRefusal>
  ) {
    self.ask = ask
  }

  /// Does what a client asks.
  func answer(_ request: SessionRequest, to method: String) async throws(ProtocolError) -> String {
    switch await ask(request) {
    case .success(let answer): return answer.json
    case .failure(let refusal):
      let code: ProtocolError.Code =
        switch refusal.kind {
        case .badRequest: .badParams
        case .busy: .busy
        case .otherSession: .otherSession
        case .trouble: .internalError
        }
      throw ProtocolError(code, "\(method): \(refusal.message)")
    }
  }
}
