import NIOCore
import NIOPosix

/// A client that knows lines and nothing else.
struct LineClient: ~Copyable {
  private let daemon: TestDaemon
  private let channel: any Channel
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private var buffer = ByteBuffer()

  static func connect(
    to daemon: TestDaemon,
    _ body: (inout LineClient) async throws -> Void
  ) async throws {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(unixDomainSocketPath: daemon.socket) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
          )
        }
      }
    try await channel.executeThenClose { inbound, _ in
      var client = LineClient(
        daemon: daemon,
        channel: channel.channel,
        inbound: inbound.makeAsyncIterator()
      )
      try await body(&client)
    }
  }

  func send(_ line: String) async throws {
    try await send(bytes: Array(line.utf8) + [UInt8(ascii: "\n")])
  }

  func send(bytes: [UInt8]) async throws {
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
  }

  /// Says that nothing more will be sent.
  func endSending() async throws {
    try await channel.close(mode: .output)
  }

  /// The next line; `nil` when the server has closed the connection.
  mutating func next() async throws -> String? {
    while true {
      let bytes = buffer.readableBytesView
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer.readString(length: end - bytes.startIndex) ?? ""
        buffer.moveReaderIndex(forwardBy: 1)
        daemon.note(line)
        return line
      }
      do {
        guard var more = try await inbound.next(isolation: #isolation) else { return nil }
        buffer.discardReadBytes()
        buffer.writeBuffer(&more)
      } catch let error as IOError where error.errnoCode == 104 {
        return nil
      }
    }
  }

  mutating func next(_ count: Int) async throws -> [String] {
    var lines: [String] = []
    while lines.count < count, let line = try await next() { lines.append(line) }
    return lines
  }
}

/// What a notification of an event looks like.
func notification(_ json: String) -> String {
  #"{"jsonrpc":"2.0","method":"event","params":\#(json)}"#
}
