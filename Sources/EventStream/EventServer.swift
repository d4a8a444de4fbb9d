public import EventJournal
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Serves the journal on a Unix socket: each client is a cursor on it.
public struct EventServer: Service {
  /// What the server asks others for.
  struct Services: Sendable {
    let status: @Sendable () -> StatusReport
    let calibrations: CalibrationDesk?
    let reload: ReloadDesk?
    let sessions: SessionDesk?
    let access: StreamAccess
    let signals: SignalBoard?
    let statistics: StreamStatistics
  }

  private let socketPath: String
  private let journal: EventJournal
  private let configuration: EventServerConfiguration
  private let services: Services
  private let logger: Logger
  private let didListen: @Sendable () -> Void

  /// Prepares a server; nothing is bound before ``run()``.
  ///
  /// - Parameters:
  ///   - socketPath: Where clients connect.
  ///   - journal: What they read.
  ///   - configuration: Version, identity and limits.
  ///   - status: Tells how the daemon is; asked at each connect, heartbeat and `status`, on a
  ///     thread that may wait.
  ///   - calibrations: Does what clients ask of calibrations; `nil` where there are none.
  ///   - reload: Reloads the configuration for clients; `nil` where that cannot be done.
  ///   - sessions: Keeps sessions, marks and labels; `nil` where there are none.
  ///   - access: Who may change things; `nil` for who the configuration says, for good.
  ///   - signals: What clients are shown that ask for signals; `nil` where there are none.
  ///   - statistics: Where the server counts what it does.
  ///   - logger: For what clients are not told.
  ///   - didListen: Called once when clients can connect.
  public init(
    socketPath: String,
    journal: EventJournal,
    configuration: EventServerConfiguration,
    status: @escaping @Sendable () -> StatusReport,
    calibrations: CalibrationDesk? = nil,
    reload: ReloadDesk? = nil,
    sessions: SessionDesk? = nil,
    access: StreamAccess? = nil,
    signals: SignalBoard? = nil,
    statistics: StreamStatistics = StreamStatistics(),
    logger: Logger,
    didListen: @escaping @Sendable () -> Void = {}
  ) {
    self.socketPath = socketPath
    self.journal = journal
    self.configuration = configuration
    services = Services(
      status: status,
      calibrations: calibrations,
      reload: reload,
      sessions: sessions,
      access: access ?? StreamAccess(controlGroup: configuration.controlGroup),
      signals: signals,
      statistics: statistics
    )
    self.logger = logger
    self.didListen = didListen
  }

  /// One for each thread that serves clients: has it run what it is given.
  public static var threads: [@Sendable (@escaping @Sendable () -> Void) -> Void] {
    MultiThreadedEventLoopGroup.singleton.makeIterator().map { loop in { loop.execute($0) } }
  }

  /// Serves until graceful shutdown: then clients get what is journalled, and the socket goes.
  ///
  /// - Throws: ``EventStreamError`` if the socket cannot be had.
  public func run() async throws {
    let loops = MultiThreadedEventLoopGroup.singleton
    let room = ServerRoom(
      journal: journal,
      configuration: configuration,
      services: services,
      loops: loops,
      logger: logger
    )
    let place = SocketPath(path: socketPath, group: configuration.group)
    // Closing the listener removes the path, unless the socket was passed in.
    let listener = try await listen(at: place, for: room, on: loops)
    didListen()
    await withGracefulShutdownHandler {
      await serve(room)
    } onGracefulShutdown: {
      listener.close(promise: nil)
      room.end()
      _ = loops.next().scheduleTask(in: TimeAmount(configuration.drain)) { room.endNow() }
    }
    room.endNow()
    // It is closed already where the end was graceful.
    try? await listener.close()
  }

  /// Does what clients ask for, until the last one has been sent away.
  private func serve(_ room: ServerRoom) async {
    await withTaskGroup { group in
      group.addTask { await room.followJournal() }
      group.addTask { await room.beat() }
      await withDiscardingTaskGroup { work in
        for await job in room.jobs { work.addTask { await job() } }
      }
      group.cancelAll()
    }
  }

  private func listen(
    at place: SocketPath,
    for room: ServerRoom,
    on loops: MultiThreadedEventLoopGroup
  ) async throws -> any Channel {
    let limits = configuration.limits
    let bootstrap = ServerBootstrap(group: loops)
      .serverChannelOption(.backlog, value: 1_024)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.socketOption(.so_sndbuf), value: limits.kernelBytes)
      .childChannelOption(
        .writeBufferWaterMark,
        value: .init(low: limits.queueBytes / 2, high: limits.queueBytes)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ClientConnection(room: room))
        }
      }
    do {
      if let passed = configuration.passedSocket {
        return try await bootstrap.withBoundSocket(passed).get()
      }
      try await place.clear(on: loops)
      let listener = try await bootstrap.bind(unixDomainSocketPath: socketPath).get()
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
}
