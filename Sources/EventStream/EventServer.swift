public import EventJournal
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// Serves the journal on a Unix socket: each client is a cursor on it.
public struct EventServer: Service {
  private let socketPath: String
  private let journal: EventJournal
  private let configuration: EventServerConfiguration
  private let status: @Sendable () async -> StatusReport
  private let calibrations: CalibrationDesk?
  private let logger: Logger
  private let didListen: @Sendable () -> Void

  /// Prepares a server; nothing is bound before ``run()``.
  ///
  /// - Parameters:
  ///   - socketPath: Where clients connect.
  ///   - journal: What they read.
  ///   - configuration: Version, identity and limits.
  ///   - status: Tells how the daemon is; asked at each connect, heartbeat and `status`.
  ///   - calibrations: Does what clients ask of calibrations; `nil` where there are none.
  ///   - logger: For what clients are not told.
  ///   - didListen: Called once when clients can connect.
  public init(
    socketPath: String,
    journal: EventJournal,
    configuration: EventServerConfiguration,
    status: @escaping @Sendable () async -> StatusReport,
    calibrations: CalibrationDesk? = nil,
    logger: Logger,
    didListen: @escaping @Sendable () -> Void = {}
  ) {
    self.socketPath = socketPath
    self.journal = journal
    self.configuration = configuration
    self.status = status
    self.calibrations = calibrations
    self.logger = logger
    self.didListen = didListen
  }

  /// Serves until graceful shutdown: then clients get what is journalled, and the socket goes.
  ///
  /// - Throws: ``EventStreamError`` if the socket cannot be had.
  public func run() async throws {
    let place = SocketPath(path: socketPath, group: configuration.group)
    // Closing the listener removes the path, unless the socket was passed in.
    let listener = try await listen(at: place)
    didListen()
    let clients = ClientCount(limit: configuration.maximumClients)
    try await listener.executeThenClose { inbound in
      try await withThrowingDiscardingTaskGroup { group in
        for try await channel in inbound.cancelOnGracefulShutdown() {
          group.addTask { await serve(channel, counted: clients) }
        }
      }
    }
  }

  private func serve(
    _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>,
    counted clients: ClientCount
  ) async {
    let number = clients.enter()
    let connection = ClientConnection(
      number: number ?? 0,
      channel: channel,
      journal: journal,
      configuration: configuration,
      status: status,
      calibrations: calibrations,
      logger: logger
    )
    do {
      guard number != nil else { return try await connection.turnAway() }
      defer { clients.leave() }
      try await connection.run()
    } catch {
      logger.debug("connection ended", metadata: ["cause": "\(error)"])
    }
  }

  private typealias Listener = NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>

  private func listen(at place: SocketPath) async throws -> Listener {
    let loops = MultiThreadedEventLoopGroup.singleton
    let bootstrap = ServerBootstrap(group: loops)
      .serverChannelOption(.backlog, value: 128)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
    do {
      if let passed = configuration.passedSocket {
        return try await bootstrap.bind(passed, childChannelInitializer: Self.wrap)
      }
      try await place.clear(on: loops)
      let listener = try await bootstrap.bind(
        unixDomainSocketPath: socketPath,
        childChannelInitializer: Self.wrap
      )
      if let shortfall = try place.share() {
        logger.warning("socket not shared", metadata: ["cause": "\(shortfall)"])
      }
      return listener
    } catch let error as EventStreamError {
      throw error
    } catch {
      throw place.failure(String(describing: error))
    }
  }

  private static func wrap(
    _ channel: any Channel
  ) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> {
    channel.eventLoop.makeCompletedFuture {
      try NIOAsyncChannel(
        wrappingChannelSynchronously: channel,
        configuration: .init(
          backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2),
          isOutboundHalfClosureEnabled: true
        )
      )
    }
  }
}

/// How many clients there are, of how many there may be.
final class ClientCount: Sendable {
  private let limit: Int
  private let state = Mutex((count: 0, last: UInt64(0)))

  init(limit: Int) {
    self.limit = limit
  }

  /// Lets a client in; returns a number that none has had, or `nil` if there is no room.
  func enter() -> UInt64? {
    state.withLock { state in
      guard state.count < limit else { return nil }
      state.count += 1
      state.last += 1
      return state.last
    }
  }

  func leave() {
    state.withLock { $0.count -= 1 }
  }
}
