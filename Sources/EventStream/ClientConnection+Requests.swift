import CrampModel
import EventJournal
import Logging
import NIOCore

/// Requests and their answers, one after the other.
extension ClientConnection {
  /// Deals with a line of the client.
  func answer(_ line: LineSplitter.Line) {
    switch line {
    case .text(let text):
      do throws(RefusedRequest) {
        answer(try Request(text))
      } catch {
        write(Message.failure(error.error, id: error.id))
      }
    case .tooLong:
      let limit = room.configuration.limits.lineBytes
      end(ProtocolError(.invalidRequest, "a line is longer than \(limit) bytes"))
    case .notUTF8:
      end(ProtocolError(.parse, "a line is not UTF-8"))
    }
  }

  private func end(_ error: ProtocolError) {
    write(Message.failure(error, id: .null))
    phase = .ending
    closeWhenSent()
  }

  private func answer(_ request: Request) {
    do throws(ProtocolError) {
      switch request.method {
      case "ping":
        try request.params.allow()
        reply("{}", to: request)
      case "status":
        try request.params.allow()
        let room = room
        answer(request) { room.services.status().status }
      case "history": try beginHistory(request)
      case "subscribe": try subscribe(request)
      case _ where SessionRequest.methods.contains(request.method): try annotate(request)
      case "reload": try reload(request)
      case _ where CalibrationRequest.methods.contains(request.method): try calibrate(request)
      default: throw ProtocolError(.unknownMethod, "\(request.method): no such method")
      }
    } catch {
      refuse(request, error)
    }
  }

  private func reply(_ result: String, to request: Request) {
    guard let id = request.id else { return }
    write(Message.result(result, id: id))
  }

  private func refuse(_ request: Request, _ error: any Error) {
    guard let id = request.id else { return }
    let refusal = error as? ProtocolError ?? ProtocolError(.internalError, "\(error)")
    write(Message.failure(refusal, id: id))
  }

  /// Answers with what `work` finds on a thread that may wait for the disk.
  private func answer(_ request: Request, _ work: @escaping @Sendable () throws -> String) {
    find(request, work) { connection, result in connection.reply(result, to: request) }
  }

  /// Does `work` on a thread that may wait for the disk, and `then` something with what it found.
  private func find<Value: Sendable>(
    _ request: Request,
    _ work: @escaping @Sendable () throws -> Value,
    then: @escaping (ClientConnection, Value) -> Void
  ) {
    guard let context else { return }
    isAnswering = true
    room.read(on: context.eventLoop, work).assumeIsolated().whenComplete { result in
      self.whole {
        self.isAnswering = false
        switch result {
        case .success(let value): then(self, value)
        case .failure(let error): self.refuse(request, error)
        }
      }
      self.advance()
    }
  }

  // MARK: History

  private func beginHistory(_ request: Request) throws(ProtocolError) {
    let query = try HistoryAnswer.query(request.params, limits: room.configuration.limits)
    guard let id = request.id else { return }
    let room = room
    find(request) {
      try HistoryAnswer.begin(query, id: id, in: room)
    } then: { connection, piece in
      connection.longAnswer = piece.rest
      connection.write(piece.bytes)
    }
  }

  /// Reads the next piece of a long answer; returns that nothing else is to be done meanwhile.
  func continueLongAnswer() -> Bool {
    guard let answer = longAnswer, !isAnswering, let context else { return false }
    isAnswering = true
    let room = room
    room.read(on: context.eventLoop) { try answer.next(in: room) }
      .assumeIsolated()
      .whenComplete { result in
        self.isAnswering = false
        switch result {
        case .success(let piece):
          self.longAnswer = piece.rest
          self.whole { self.write(piece.bytes) }
          self.advance()
        case .failure(let error):
          // Half an answer is out, so that there is no way to say so on this connection.
          room.logger.error("a client cannot be served", metadata: ["cause": "\(error)"])
          self.close()
        }
      }
    return false
  }

  // MARK: Subscriptions

  private func subscribe(_ request: Request) throws(ProtocolError) {
    let wanted = try SubscribeRequest(request.params, limits: room.configuration.limits)
    let journal = room.journal
    find(request) {
      let newest = journal.newestSeq
      return (after: try wanted.cursor(in: journal, newest: newest), newest: newest)
    } then: { connection, found in
      if let after = found.after { connection.cursor = after }
      connection.subscription = wanted.subscription
      connection.reply(JSONText.object([("seq", String(found.newest))]), to: request)
      connection.showSignals()
    }
  }

  // MARK: What changes something

  private func annotate(_ request: Request) throws(ProtocolError) {
    guard let desk = room.services.sessions else {
      throw ProtocolError(.unknownMethod, "\(request.method): no such method")
    }
    let wanted = try SessionRequest(request.params)
    let (room, peer) = (room, peer)
    wait(request) {
      try room.checkMayChange(peer)
      return try await desk.answer(wanted, to: request.method)
    }
  }

  private func reload(_ request: Request) throws(ProtocolError) {
    guard let desk = room.services.reload else {
      throw ProtocolError(.unknownMethod, "\(request.method): no such method")
    }
    try request.params.allow()
    let (room, peer) = (room, peer)
    wait(request) {
      try room.checkMayChange(peer)
      return try await desk.answer(request.method)
    }
  }

  private func calibrate(_ request: Request) throws(ProtocolError) {
    guard let desk = room.services.calibrations else {
      throw ProtocolError(.unknownMethod, "\(request.method): no such method")
    }
    let wanted = try CalibrationRequest(request.params, client: number, user: peer?.user ?? .max)
    guard let context else { return }
    let (room, peer) = (room, peer)
    let post = LatePost(connection: self, channel: context.channel)
    // Its answer comes when it is there, and others may come before it.
    wait(request) {
      if wanted.isChange { try room.checkMayChange(peer) }
      // Whoever has left by now would never take back what is begun for it.
      guard !post.isOver else { return nil }
      await desk.ask(wanted) { result in
        guard let id = request.id else { return }
        switch result {
        case .success(let answer): post.send(Message.result(answer, id: id))
        case .failure(let refusal):
          post.send(Message.failure(ProtocolError(request.method, refusal), id: id))
        }
      }
      if post.isOver { await desk.leave(wanted.client) }
      return nil
    }
  }

  /// Does `work` on a task, and then answers with what it gives.
  private func wait(_ request: Request, _ work: @escaping @Sendable () async throws -> String?) {
    guard let context else { return }
    isAnswering = true
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    room.start {
      let result: Result<String?, any Error>
      do {
        result = .success(try await work())
      } catch {
        result = .failure(error)
      }
      bound.eventLoop.execute {
        let connection = bound.value
        connection.isAnswering = false
        switch result {
        case .success(let answer?): connection.reply(answer, to: request)
        case .success(nil): break
        case .failure(let error): connection.refuse(request, error)
        }
        connection.advance()
      }
    }
  }
}

/// Where answers go that take their time.
private struct LatePost: Sendable {
  private let connection: NIOLoopBound<ClientConnection>
  private let channel: any Channel

  init(connection: ClientConnection, channel: any Channel) {
    self.connection = NIOLoopBound(connection, eventLoop: channel.eventLoop)
    self.channel = channel
  }

  /// Whether the connection is gone.
  var isOver: Bool { !channel.isActive }

  func send(_ answer: String) {
    channel.eventLoop.execute {
      connection.value.lateAnswers.append(answer)
      connection.value.advance()
    }
  }
}

extension ServerRoom {
  /// Refuses what changes something to those who may not.
  fileprivate func checkMayChange(_ peer: Peer?) throws(ProtocolError) {
    guard let peer, peer.mayChange(group: services.access.controlGroup) else {
      throw ProtocolError(
        .notAllowed,
        "only the daemon's user, root and the members of socket.control_group may do this"
      )
    }
  }
}
