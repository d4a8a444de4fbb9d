import NIOCore
import NIOPosix

/// A server that says the same to each client and then nothing more.
enum SilentServer {
  static func run(
    path: String,
    saying line: String,
    _ body: () async throws -> Void
  ) async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { client in
        client.eventLoop.makeCompletedFuture {
          try client.pipeline.syncOperations.addHandler(Greeting(line: line))
        }
      }
      .bind(unixDomainSocketPath: path)
      .get()
    try await body()
    try await listener.close()
  }

  private final class Greeting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let line: String

    init(line: String) {
      self.line = line
    }

    func channelActive(context: ChannelHandlerContext) {
      let buffer = ByteBuffer(string: line.isEmpty ? "" : line + "\n")
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
  }
}
