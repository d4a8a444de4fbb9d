import NIOCore
import NIOPosix

/// The client's side of the socket, for programs that watch.
///
/// Lives only inside the closure of ``withConnection(path:_:)``. Use ``messages`` from one task,
/// once; ``send(_:params:)`` from any.
public struct EventClient: Sendable {
  /// What the server sends, in order; ends when the server closes the connection.
  public let messages: EventMessages
  private let channel: any Channel
  private let path: String

  /// Connects, hands the connection to `body`, and closes it when that returns.
  ///
  /// - Parameters:
  ///   - path: The server's socket.
  ///   - body: What to do with the connection.
  /// - Returns: What `body` returns.
  /// - Throws: ``EventStreamError`` if nobody answers at the path; else what `body` throws.
  public static func withConnection<Result: Sendable>(
    path: String,
    _ body: (Self) async throws -> Result
  ) async throws -> Result {
    let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    do {
      channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(unixDomainSocketPath: path) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw EventStreamError(operation: "connect", path: path, message: "\(error)")
    }
    return try await channel.executeThenClose { inbound, _ in
      let client = Self(
        messages: EventMessages(inbound: inbound),
        channel: channel.channel,
        path: path
      )
      return try await body(client)
    }
  }

  /// Sends one request; the answer comes among ``messages`` with the same id.
  ///
  /// - Parameters:
  ///   - method: The method, such as `subscribe`.
  ///   - params: A JSON object on one line.
  ///   - id: What the answer will refer to.
  /// - Throws: ``EventStreamError`` if the connection is gone.
  public func send(_ method: String, params: String = "{}", id: Int64 = 1) async throws {
    let line = JSONText.object([
      ("jsonrpc", #""2.0""#), ("id", String(id)), ("method", JSONText.quoted(method)),
      ("params", params),
    ])
    do {
      try await channel.writeAndFlush(ByteBuffer(string: line + "\n"))
    } catch {
      throw EventStreamError(operation: "send \(method)", path: path, message: "\(error)")
    }
  }

  /// Ends the connection when the server has been silent for too long.
  func end(after silence: ServerSilence) async throws {
    try await silence.watch()
    channel.close(promise: nil)
  }
}

/// The messages of one connection, in order.
public struct EventMessages: AsyncSequence, Sendable {
  let inbound: NIOAsyncChannelInboundStream<ByteBuffer>

  /// Begins to read; only one task may, and only once.
  public func makeAsyncIterator() -> Iterator {
    Iterator(inbound: inbound.makeAsyncIterator())
  }

  /// Reads messages as they come.
  public struct Iterator: AsyncIteratorProtocol {
    /// No answer of ours is longer: that of `history` is, by far, the longest.
    private static let longestLine = 256 << 20
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var lines = LineSplitter(limit: longestLine)

    init(inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
      self.inbound = inbound
    }

    /// The next message; `nil` when the server has closed the connection.
    ///
    /// - Returns: The message.
    /// - Throws: ``EventMessageError`` at a line that is none of the protocol.
    public mutating func next() async throws -> EventMessage? {
      try await next(isolation: #isolation)
    }

    /// The next message, read on `actor`; `nil` when the server has closed the connection.
    ///
    /// - Parameter actor: Where the caller runs.
    /// - Returns: The message.
    /// - Throws: As ``next()``.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws -> EventMessage? {
      while true {
        switch lines.next() {
        case .text(let line): return try EventMessage(line: line)
        case .tooLong: throw EventMessageError(line: "", cause: "a line has no end")
        case .notUTF8: throw EventMessageError(line: "", cause: "a line is not UTF-8")
        case nil: break
        }
        guard let buffer = try await inbound.next(isolation: actor) else { return nil }
        lines.push(buffer.readableBytesView)
      }
    }
  }
}

// One task reads, and keeps its place.
@available(*, unavailable)
extension EventMessages.Iterator: Sendable {}
