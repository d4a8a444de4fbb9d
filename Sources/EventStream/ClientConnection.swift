import EventJournal
import Logging
import NIOCore

/// One client: a cursor on the journal, on the event loop of its channel.
///
///     admission ──▶ greeting ──hello, snapshot──▶ serving ──over, or the daemon ends──▶ ending
///
/// Nothing is written while the kernel has not taken most of what was written before. So a client
/// that does not read costs ``StreamLimits/queueBytes`` and one piece, whatever happens.
final class ClientConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// How far the conversation has come.
  enum Phase {
    case admission
    case greeting
    case serving
    case ending
  }

  let room: ServerRoom
  /// A number that no other connection of this server has had.
  private(set) var number: UInt64 = 0
  private(set) var peer: Peer?
  private(set) var context: ChannelHandlerContext?
  var phase = Phase.admission
  /// The last event that was sent, or was none for this client.
  var cursor: Int64 = 0
  /// The number of the last event that was sent before it could be written.
  var pendingCursor: Int64 = 0
  var subscription = Subscription.all {
    didSet { subscriptionNumber += 1 }
  }
  private(set) var subscriptionNumber = 0
  /// Whether a stretch of the journal is being read for this client.
  var isReadingJournal = false
  /// Whether a request is being answered; the next one waits.
  var isAnswering = false
  /// An answer that is sent piece by piece; nothing else comes in between.
  var longAnswer: HistoryAnswer?
  /// Answers that took their time.
  var lateAnswers: [String] = []
  /// Seconds since the newest sample, if a heartbeat is due.
  var heartbeat: Double??
  var signals = SignalFeed()
  var signalTimer: Scheduled<Void>?
  var signalRound = 0

  private var lines: LineSplitter
  private var hasHeardAll = false
  private var hasAskedToRead = false
  private var isAdvancing = false
  private var mustAdvanceAgain = false

  init(room: ServerRoom) {
    self.room = room
    lines = LineSplitter(limit: room.configuration.limits.lineBytes)
  }

  // MARK: The channel

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    Peer.of(context.channel).assumeIsolated().whenComplete { self.admit(try? $0.get()) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    self.context = nil
    signalTimer?.cancel()
    guard phase != .admission else { return }
    room.leave(number, of: peer?.user ?? .max, on: context.eventLoop)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    lines.push(unwrapInboundIn(data).readableBytesView)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    hasAskedToRead = false
    // Not at once: to close on a failed write, while NIO handles the end of what the client says,
    // breaks its own assumptions.
    context.eventLoop.assumeIsolated().execute { self.advance() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    advance()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed? = event as? ChannelEvent else { return }
    hasHeardAll = true
    advance()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A client that goes away in the middle of a line is normal.
    room.logger.debug("client left", metadata: ["cause": "\(error)"])
    context.close(promise: nil)
  }

  // MARK: Coming and going

  private func admit(_ peer: Peer?) {
    guard let context else { return }
    do {
      number = try room.roster.enter(self, of: peer?.user ?? .max, on: context.eventLoop)
      self.peer = peer
      phase = .greeting
      room.statistics.noteClients(room.roster.count)
      greet()
    } catch {
      room.statistics.noteRefusal()
      let message = (error as? ClientRoster.Refusal)?.message ?? "\(error)"
      let refusal = Message.failure(ProtocolError(.tooManyClients, message), id: .null)
      write(refusal)
      closeWhenSent()
    }
  }

  /// Ends the connection as soon as the kernel has taken what was written, or after a while.
  func closeWhenSent() {
    guard let context else { return }
    let patience = TimeAmount(room.configuration.drain)
    context.eventLoop.assumeIsolated().scheduleTask(in: patience) { self.close() }
    let sent = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
    sent.futureResult.assumeIsolated().whenComplete { _ in self.close() }
  }

  /// Ends the connection at once.
  func close() {
    context?.close(promise: nil)
  }

  // MARK: Going on

  /// Whether the kernel takes more for this client.
  var hasRoom: Bool { context?.channel.isWritable ?? false }

  /// Does all that can be done now: answers, signs of life, events; called whenever something is new.
  func advance() {
    guard !isAdvancing else {
      mustAdvanceAgain = true
      return
    }
    isAdvancing = true
    repeat {
      mustAdvanceAgain = false
      while hasRoom, step() {}
      // What was written by now may make room, and that calls this again.
      context?.flush()
    } while mustAdvanceAgain
    isAdvancing = false
    listen()
  }

  /// Lets the kernel hand over more of what the client says, once all of it so far is dealt with.
  private func listen() {
    guard phase == .serving, hasRoom, !isAnswering, longAnswer == nil, !hasHeardAll,
      !hasAskedToRead
    else { return }
    hasAskedToRead = true
    context?.read()
  }

  /// Does several things of which no call in between may see a part.
  func whole(_ work: () -> Void) {
    isAdvancing = true
    work()
    isAdvancing = false
  }

  /// Does one thing; returns whether there may be more to do.
  private func step() -> Bool {
    guard phase == .serving else { return false }
    if longAnswer != nil { return continueLongAnswer() }
    if !lateAnswers.isEmpty {
      write(lateAnswers.removeFirst())
      return true
    }
    if !isAnswering, let line = lines.next() ?? (hasHeardAll ? lines.rest() : nil) {
      answer(line)
      return true
    }
    if let age = heartbeat { return sendHeartbeat(newestSampleAge: age) }
    return sendPending() || deliver()
  }

  /// Writes a line; it goes to the kernel with the next flush.
  func write(_ line: String) {
    guard let context else { return }
    var buffer = context.channel.allocator.buffer(capacity: line.utf8.count + 1)
    buffer.writeString(line)
    buffer.writeInteger(UInt8(ascii: "\n"))
    write(buffer)
  }

  /// Writes bytes; they go to the kernel with the next flush.
  func write(_ bytes: ByteBuffer) {
    context?.write(wrapOutboundOut(bytes), promise: nil)
  }
}
