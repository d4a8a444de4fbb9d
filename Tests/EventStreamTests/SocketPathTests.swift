import EventJournal
import EventStream
import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import Testing

@Suite(.timeLimit(.minutes(2))) struct SocketPathTests {
  @Test func `what is not a socket is refused and left alone`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/events.sock"
    try Data("diary".utf8).write(to: URL(fileURLWithPath: path))
    let error = await #expect(throws: EventStreamError.self) {
      try await server(at: path, in: directory).run()
    }
    #expect(error?.description.contains("listen on the socket \(path): the path is taken") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("diary".utf8))
  }

  @Test func `a path that no socket can have is refused`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/" + String(repeating: "x", count: 120)
    await #expect(throws: EventStreamError.self) {
      try await server(at: path, in: directory).run()
    }
  }

  @Test func `a second daemon is refused and the first goes on`() async throws {
    try await TestDaemon.run { daemon in
      let error = await #expect(throws: EventStreamError.self) {
        try await server(at: daemon.socket, in: daemon.directory + "/second").run()
      }
      #expect(error?.message == "already in use by a running daemon")
      try await LineClient.connect(to: daemon) { client in
        let greeting = try await client.next(2)
        #expect(greeting.count == 2)
      }
    }
  }

  @Test func `a socket that nobody answers is replaced, and removed at the end`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let daemon = try TestDaemon(directory: directory)
    let stale = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(unixDomainSocketPath: daemon.socket).get()
    // Closing removes the file by its name, which a daemon that is killed does not do.
    try FileManager.default.moveItem(atPath: daemon.socket, toPath: daemon.socket + ".killed")
    try await stale.close()
    try FileManager.default.moveItem(atPath: daemon.socket + ".killed", toPath: daemon.socket)
    #expect(FileManager.default.fileExists(atPath: daemon.socket))
    try await daemon.serve { daemon in
      let attributes = try FileManager.default.attributesOfItem(atPath: daemon.socket)
      #expect(attributes[.posixPermissions] as? NSNumber == 0o660)
      try await LineClient.connect(to: daemon) { client in
        let greeting = try await client.next(2)
        #expect(greeting.count == 2)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: daemon.socket))
  }

  @Test func `a socket that was passed in is used and outlives the daemon`() async throws {
    let directory = try TestDaemon.makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let daemon = try TestDaemon(directory: directory)
    let passed = try Self.listen(at: daemon.socket)
    try await daemon.serve(passedSocket: passed) { daemon in
      try await LineClient.connect(to: daemon) { client in
        let greeting = try await client.next(2)
        #expect(greeting.count == 2)
      }
    }
    #expect(FileManager.default.fileExists(atPath: daemon.socket))
  }

  private static func listen(at path: String) throws -> CInt {
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && Glibc.listen(descriptor, 5) == 0)
    return descriptor
  }

  private func server(at path: String, in directory: String) throws -> EventServer {
    EventServer(
      socketPath: path,
      journal: try EventJournal(path: directory + "/journal.sqlite"),
      configuration: EventServerConfiguration(version: "1", instance: "second"),
      status: { StatusReport() },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    )
  }
}
