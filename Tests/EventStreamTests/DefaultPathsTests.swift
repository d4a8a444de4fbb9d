import Foundation
import Testing

@testable import EventStream

/// Where clients look, with the person's own daemon and the system's there or not.
struct DefaultPathsTests {
  private let root = "/tmp/paths-\(UUID().uuidString.prefix(13))"

  /// What there is, and where clients look then: `own` or `system`.
  @Test(arguments: [
    // own listens, own node left behind, system socket -> socket
    (true, false, true, "own"),
    (false, true, true, "system"),
    (false, false, true, "system"),
    (false, true, false, "own"),
    (false, false, false, "own"),
    (true, false, false, "own"),
  ])
  func `A client goes to the user's own daemon if it runs, else to the system's`(
    isRunning: Bool,
    isLeft: Bool,
    hasSystem: Bool,
    place: String
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try make("/user/crampd")
    try make("/run/crampd")
    let own = root + "/user/crampd/events.sock"
    let listener = isRunning || isLeft ? try listen(own) : nil
    if isLeft, let listener { close(listener) }
    if hasSystem { try Data().write(to: URL(fileURLWithPath: root + DefaultPaths.systemSocket)) }
    #expect(
      paths.existingSocket == (place == "own" ? own : root + DefaultPaths.systemSocket)
    )
    if isRunning, let listener { close(listener) }
  }

  @Test(arguments: [("owner", 0o755), ("mode", 0o777), ("link", 0o755)])
  func `Who listens in a folder that others may write is not the user's own daemon`(
    flaw: String,
    mode: Int
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let folder = flaw == "link" ? "/elsewhere" : "/user/crampd"
    try make(folder)
    if flaw == "link" {
      try make("/user")
      try FileManager.default.createSymbolicLink(
        atPath: root + "/user/crampd",
        withDestinationPath: root + folder
      )
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: mode],
      ofItemAtPath: root + folder
    )
    let listener = try listen(root + "/user/crampd/events.sock")
    defer { close(listener) }
    let user = flaw == "owner" ? getuid() + 1 : getuid()
    let paths = DefaultPaths(
      environment: ["XDG_RUNTIME_DIR": root + "/user", "HOME": root],
      userID: user,
      root: root
    )
    #expect(paths.existingSocket == root + DefaultPaths.systemSocket)
  }

  @Test(arguments: [
    // own listens, own journal, system directory, system journal
    (true, true, true, true, "own"),
    (true, false, true, true, "own"),
    (false, true, true, true, "system"),
    (false, true, true, false, "system"),
    (false, false, true, true, "system"),
    (false, false, true, false, "system"),
    (false, true, false, false, "own"),
    (false, false, false, false, "own"),
  ])
  func `A reader looks where the daemon is that it would listen to`(
    isRunning: Bool,
    hasOwn: Bool,
    hasSystem: Bool,
    hasSystemJournal: Bool,
    place: String
  ) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    try make("/user/crampd")
    try make("/state/crampd")
    if hasSystem { try make(DefaultPaths.systemStateDirectory) }
    let listener = isRunning ? try listen(root + "/user/crampd/events.sock") : nil
    for (has, path) in [
      (hasOwn, "/state/crampd"), (hasSystemJournal, DefaultPaths.systemStateDirectory),
    ]
    where has {
      try Data().write(to: URL(fileURLWithPath: root + path + "/journal.sqlite"))
    }
    let wanted = place == "own" ? "/state/crampd" : DefaultPaths.systemStateDirectory
    #expect(paths.existingStateDirectory == root + wanted)
    if let listener { close(listener) }
  }

  @Test func `What is set goes before all`() {
    let paths = DefaultPaths(
      environment: ["CRAMPD_SOCKET": "/a", "CRAMPD_STATE_DIR": "/b", "STATE_DIRECTORY": "/c"],
      userID: 1
    )
    #expect(paths.existingSocket == "/a")
    #expect(paths.existingStateDirectory == "/b")
    #expect(paths.isService)
    #expect(!DefaultPaths(environment: ["STATE_DIRECTORY": ""], userID: 1).isService)
  }

  private var paths: DefaultPaths {
    DefaultPaths(
      environment: ["XDG_RUNTIME_DIR": root + "/user", "XDG_STATE_HOME": root + "/state"],
      userID: getuid(),
      root: root
    )
  }

  private func make(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: root + path,
      withIntermediateDirectories: true
    )
  }

  private func listen(_ path: String) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    try #require(Glibc.listen(listener, 4) == 0)
    return listener
  }
}
