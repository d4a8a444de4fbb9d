import Glibc
import Testing

@testable import Systemd

struct PassedSocketsTests {
  private static let variables: [([String: String], String)] = [
    (
      ["LISTEN_PID": "42", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "events:stored"], "events3 stored4"
    ),
    (["LISTEN_PID": "42", "LISTEN_FDS": "1", "LISTEN_FDNAMES": ""], "3"),
    (["LISTEN_PID": "42", "LISTEN_FDS": "2"], "unknown3 unknown4"),
    (["LISTEN_PID": "42", "LISTEN_FDS": "0", "LISTEN_FDNAMES": ""], ""),
    (["LISTEN_PID": "43", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "a"], ""),
    (["LISTEN_PID": "43", "LISTEN_FDS": "many"], ""),
    (["LISTEN_FDS": "2"], ""),
    (["LISTEN_PID": "42"], ""),
    ([:], ""),
  ]

  @Test(arguments: variables)
  func `Descriptors are named in order, if they are for us`(
    variables: [String: String],
    sockets: String
  ) throws {
    let passed = try PassedSockets(variables: variables, process: 42)
    let words = passed.sockets.map { "\($0.name)\($0.descriptor)" }
    #expect(words.joined(separator: " ") == sockets)
  }

  private static let nonsense: [([String: String], String)] = [
    (
      ["LISTEN_PID": "42", "LISTEN_FDS": "many"],
      "passed sockets: LISTEN_FDS=many is not a number of descriptors"
    ),
    (
      ["LISTEN_PID": "42", "LISTEN_FDS": "-1"],
      "passed sockets: LISTEN_FDS=-1 is not a number of descriptors"
    ),
    (
      ["LISTEN_PID": "42", "LISTEN_FDS": "99999999999"],
      "passed sockets: LISTEN_FDS=99999999999 is not a number of descriptors"
    ),
    (
      ["LISTEN_PID": "42", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "a:b"],
      "passed sockets: LISTEN_FDNAMES has 2 names for 3 descriptors"
    ),
  ]

  @Test(arguments: nonsense)
  func `Variables that make no sense are an error`(variables: [String: String], words: String) {
    let error = #expect(throws: PassedSocketError.self) {
      try PassedSockets(variables: variables, process: 42)
    }
    #expect(error?.description == words)
  }

  @Test func `A process id that is none is an error`() {
    #expect(throws: PassedSocketError.variable(name: "LISTEN_PID", value: "me")) {
      try PassedSockets(variables: ["LISTEN_PID": "me", "LISTEN_FDS": "1"], process: 42)
    }
  }

  private static let kinds: [(CInt, __socket_type, Bool, String?)] = [
    (AF_UNIX, SOCK_STREAM, true, nil),
    (AF_UNIX, SOCK_STREAM, false, "does not listen; use Accept=no"),
    (AF_UNIX, SOCK_DGRAM, false, "not a stream socket; use ListenStream="),
    (AF_UNIX, SOCK_SEQPACKET, true, "not a stream socket; use ListenStream="),
    (AF_INET, SOCK_STREAM, true, "not a Unix socket; use ListenStream= with a path"),
  ]

  @Test(arguments: kinds)
  func `Only a listening Unix stream socket is one for clients`(
    family: CInt,
    type: __socket_type,
    listens: Bool,
    complaint: String?
  ) throws {
    let descriptor = socket(family, CInt(type.rawValue), 0)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    if listens, family == AF_UNIX {
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      // Two bytes of address let the kernel choose an abstract name (unix(7), autobind).
      let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, 2) }
      }
      try #require(code == 0 && listen(descriptor, 1) == 0)
    } else if listens {
      try #require(listen(descriptor, 1) == 0)
    }
    let passed = PassedSocket(name: "events", descriptor: descriptor)
    #expect(Self.complaint(about: passed) == complaint)
  }

  @Test func `What is no socket, and what is not open, is said to be so`() {
    let file = open("/dev/null", O_RDONLY)
    #expect(Self.complaint(about: PassedSocket(name: "a", descriptor: file)) == "not a socket")
    close(file)
    let closed = PassedSocket(name: "a\nb", descriptor: 1 << 20)
    #expect(Self.complaint(about: closed) == "not open")
    #expect(throws: PassedSocketError.notOpen(closed)) { try closed.closeOnExec() }
    #expect("\(closed)" == "passed socket a b (descriptor 1048576)")
  }

  @Test func `The variables are taken, also when they are meant for another`() async {
    await #expect(processExitsWith: .success) {
      for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { setenv(name, "1", 1) }
      let sockets = try PassedSockets.fromEnvironment().sockets
      precondition(sockets.isEmpty)
      for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] {
        precondition(getenv(name) == nil)
      }
    }
  }

  private static func complaint(about socket: PassedSocket) -> String? {
    do {
      try socket.requireListener()
      return nil
    } catch {
      return String("\(error)".dropFirst("\(socket): ".count))
    }
  }
}
