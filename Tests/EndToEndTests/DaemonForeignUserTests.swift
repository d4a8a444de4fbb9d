import Foundation
import Testing

/// Who may do what at the socket, tried by users who are somebody else.
///
/// The users need no names: they are numbers, and what group they are in is said to the kernel.
struct DaemonForeignUserTests {
  /// Groups that are on every Debian, and that no user is in: who may listen, who may change.
  private static let group = "games"
  private static let controlGroup = "operator"

  /// One person at the socket.
  struct Person: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let user: Int
    /// The group that it is in; `nil` is one of its own number.
    let group: String?
    /// What it gets for a ping, for `status`, for `history` and for a mark; 0 is an answer.
    let codes: [String]
  }

  private static let served = ["0", "0", "0"]

  private static let people = [
    Person(testDescription: "a stranger", user: 61_001, group: nil, codes: ["EACCES"]),
    Person(testDescription: "nobody", user: 65_534, group: nil, codes: ["EACCES"]),
    Person(testDescription: "a reader", user: 61_002, group: group, codes: served + ["-32003"]),
    Person(testDescription: "a carer", user: 61_003, group: controlGroup, codes: served + ["0"]),
    Person(testDescription: "the daemon's user", user: 61_000, group: nil, codes: served + ["0"]),
    Person(testDescription: "root", user: 0, group: nil, codes: served + ["0"]),
  ]

  @Test(arguments: people)
  func `The socket is for its group to read, and for few to change`(_ who: Person) async throws {
    guard geteuid() == 0 else {
      print("SKIPPED: only root can act as other users")
      return
    }
    try await blocking {
      let room = try SharedRoom(
        group: Self.group,
        control: who.group == Self.group ? nil : who.group
      )
      defer { room.end() }
      let codes = try room.talk(user: who.user, group: who.group)
      guard codes == who.codes else { throw Disappointment("\(codes)") }
    }
  }
}

/// A daemon of an unknown user, in a directory that everybody may enter.
private final class SharedRoom {
  private static let user: uid_t = 61_000
  private let directory: String
  private let daemon = Process()
  private let group: gid_t

  init(group name: String, control: String?) throws {
    guard let entry = getgrnam(name) else { throw Disappointment("there is no group \(name)") }
    group = entry.pointee.gr_gid
    directory = "/tmp/crampd-\(UUID().uuidString.prefix(13))"
    let files = FileManager.default
    try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let program = try CrampctlRun.executable("crampd").path
    let more = control.map { ", control_group: \($0)" } ?? ""
    try "socket: {group: \(name)\(more)}\n".write(
      toFile: directory + "/crampd.yaml",
      atomically: true,
      encoding: .utf8
    )
    for path in [directory + "/crampd.yaml", directory] {
      try files.setAttributes(
        [.ownerAccountID: Self.user, .groupOwnerAccountID: Self.user, .posixPermissions: 0o755],
        ofItemAtPath: path
      )
    }
    daemon.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // The daemon is in the socket's group, as under systemd, so that it may give the socket to it.
    daemon.arguments = [
      "setpriv", "--reuid=\(Self.user)", "--regid=\(Self.user)", "--groups=\(group)", program,
      "--config", directory + "/crampd.yaml", "--state-dir", directory + "/state",
      "--socket", directory + "/s", "--sensor", "synthetic:quiet-night", "--log-level", "error",
    ]
    daemon.standardError = FileHandle.standardError
    try daemon.run()
  }

  func end() {
    if daemon.isRunning { daemon.terminate() }
    daemon.waitUntilExit()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// What a person is answered: codes, or the error of the attempt to connect.
  func talk(user: Int, group name: String?) throws -> [String] {
    for _ in 0..<2_000 where SocketStream(directory + "/s") == nil {
      guard daemon.isRunning else { throw Disappointment("the daemon ended by itself") }
      usleep(5_000)
    }
    // Who may change things may also listen; a stranger is in neither group.
    let main = name.flatMap { getgrnam($0) }.map { Int($0.pointee.gr_gid) } ?? user
    let other = name == nil ? main : Int(group)
    let run = try ForeignRun(
      python: Self.program,
      [directory + "/s", "\(user)", "\(main)", "\(other)"],
      needs: ["socket"]
    )
    guard let run else { throw Disappointment("there is no Python") }
    guard run.status == 0 else { throw Disappointment(run.errors) }
    return run.output.split(separator: "\n").map(String.init)
  }

  private static let program = """
    import errno, json, os, socket, sys
    path, user, group, other = sys.argv[1], *map(int, sys.argv[2:])
    os.setgroups([other])
    os.setgid(group)
    os.setuid(user)
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(60)
    try:
        client.connect(path)
    except OSError as error:
        print(errno.errorcode[error.errno])
        sys.exit()
    requests = [("ping", {}), ("status", {}), ("history", {}), ("mark", {"text": "au"})]
    for number, (method, params) in enumerate(requests):
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        client.sendall(json.dumps(request).encode() + b"\\n")
    count = 0
    for line in client.makefile("r", encoding="utf-8"):
        answer = json.loads(line)
        if "id" in answer:
            print(answer.get("error", {}).get("code", 0))
            count += 1
        if count == len(requests):
            break
    """
}
