import CrampModel
import EventJournal
import Logging
import NIOCore
import ServiceLifecycle

/// One client: a cursor on the journal, one task that reads lines and one that writes them.
///
/// Everything that is sent is sent by ``write()``, one piece at a time and each only when the
/// kernel has taken the one before. So a client that does not read costs one piece of memory.
struct ClientConnection {
  /// The longest line that a client may send, in bytes.
  static let longestLine = 65_536
  /// How many rows of the journal are looked at in one step.
  static let batch = 256
  /// A piece is sent when it is at least this long, in bytes.
  static let piece = 32_768

  /// A number that no other connection of this server has had.
  let number: UInt64
  let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
  let journal: EventJournal
  let configuration: EventServerConfiguration
  let status: @Sendable () async -> StatusReport
  let calibrations: CalibrationDesk?
  let logger: Logger
  let inbox = ConnectionInbox()

  /// Serves the client until it leaves, breaks the protocol or the daemon ends.
  func run() async throws {
    channel.channel.closeFuture.whenComplete { [inbox] _ in inbox.close() }
    try await channel.executeThenClose { inbound, _ in
      await withTaskGroup { group in
        group.addTask { await read(inbound) }
        group.addTask { await watchJournal() }
        group.addTask { await beat() }
        group.addTask { await watchShutdown() }
        await write()
        inbox.close()
        await calibrations?.leave(number)
        group.cancelAll()
      }
    }
  }

  /// Tells a client that there is no room for it.
  func turnAway() async throws {
    try await channel.executeThenClose { _, _ in
      let limit = configuration.maximumClients
      let error = ProtocolError(.tooManyClients, "more than \(limit) clients; come back later")
      try await send([Message.failure(error, id: .null)])
    }
  }

  private func read(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async {
    var lines = LineSplitter(limit: Self.longestLine)
    do {
      for try await buffer in inbound {
        lines.push(buffer.readableBytesView)
        while let line = lines.next() {
          await inbox.offer(line)
          guard case .text = line else { return }
        }
      }
      if let line = lines.rest() { await inbox.offer(line) }
    } catch {
      // A client that goes away in the middle of a line is normal.
      logger.debug("client left", metadata: ["cause": "\(error)"])
      inbox.close()
    }
  }

  private func watchJournal() async {
    var seen = journal.newestSeq
    while let newest = await journal.newest(after: seen) {
      seen = newest
      inbox.newEvents()
    }
  }

  private func beat() async {
    while (try? await Task.sleep(for: configuration.heartbeat)) != nil {
      inbox.heartbeatIsDue()
    }
  }

  private func watchShutdown() async {
    guard (try? await gracefulShutdown()) != nil else { return }
    inbox.end()
    guard (try? await Task.sleep(for: configuration.drain)) != nil else { return }
    channel.channel.close(promise: nil)
  }

  private func write() async {
    var session = ClientSession(connection: self)
    do {
      try await session.greet()
      var wakes = inbox.wakes.makeAsyncIterator()
      repeat {
        while try await session.step() {}
        if session.isOver { break }
      } while await wakes.next() != nil
    } catch let error as JournalError {
      logger.error("a client cannot be served", metadata: ["cause": "\(error)"])
    } catch {
      logger.debug("client left", metadata: ["cause": "\(error)"])
    }
  }

  /// Who the client is, as the kernel says.
  func peer() async -> Peer? {
    await Peer.of(channel.channel)
  }

  /// Refuses what changes something to those who may not.
  func checkMayChange(_ peer: Peer?) throws(ProtocolError) {
    guard let peer, peer.mayChange(group: configuration.group) else {
      throw ProtocolError(.notAllowed, "only the daemon's user, root and its group may do this")
    }
  }

  /// Sends lines; returns when the kernel has taken them.
  func send(_ lines: [String]) async throws {
    var buffer = channel.channel.allocator.buffer(capacity: Self.piece)
    for line in lines {
      buffer.writeString(line)
      buffer.writeInteger(UInt8(ascii: "\n"))
      guard buffer.readableBytes >= Self.piece else { continue }
      try await send(buffer)
      buffer.clear()
    }
    if buffer.readableBytes > 0 { try await send(buffer) }
  }

  private func send(_ buffer: ByteBuffer) async throws {
    try await withTaskCancellationHandler {
      try await channel.channel.writeAndFlush(buffer)
    } onCancel: {
      channel.channel.close(promise: nil)
    }
  }
}
