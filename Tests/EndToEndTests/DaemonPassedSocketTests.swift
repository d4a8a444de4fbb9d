import Foundation
import Testing

/// Sockets that are passed in as systemd passes them, by a program that stands in for it.
struct DaemonPassedSocketTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Listens, lets clients connect while no daemon runs, and kills and starts the daemon.
  private static let manager = """
    import json, os, signal, socket, sys
    crampd, folder = sys.argv[1:]
    path = folder + '/passed'
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(path)
    server.listen(16)

    def start():
        pid = os.fork()
        if pid: return pid
        os.dup2(os.open(folder + '/log', os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        os.dup2(server.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='events')
        os.execv(crampd, [crampd, '--state-dir', folder + '/state', '--socket', '/nowhere/s',
                          '--sensor', 'synthetic:quiet-night'])

    def subscribe(after):
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.settimeout(60)
        client.connect(path)
        request = {'jsonrpc': '2.0', 'id': 1, 'method': 'subscribe', 'params': {'after': after}}
        client.sendall((json.dumps(request) + '\\n').encode())
        return client.makefile()

    def read(lines, last, answered=False):
        events = []
        for line in lines:
            message = json.loads(line)
            # Until the daemon has read the request, events are those of whoever only connects.
            answered = answered or message.get('id') == 1
            if not answered or message.get('method') != 'event': continue
            events.append(message['params'])
            if events[-1]['type'] == last: return events
        return events

    early = subscribe(0)
    first = start()
    before = read(early, 'sensor.attached')
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)
    late = subscribe(before[-1]['seq'])
    second = start()
    after = read(late, 'sensor.attached')
    os.kill(second, signal.SIGTERM)
    after += read(late, None, True)
    status = os.waitstatus_to_exitcode(os.waitpid(second, 0)[1])
    subscribe(0)
    for event in before + after: print(event['seq'], event['type'])
    print('status', status)
    """

  @Test func `Clients that connect between two daemons are served by the next one`() async throws {
    let crampd = try Self.crampd
    let run = try await blocking { [scratch] in
      try ForeignRun(python: Self.manager, [crampd, scratch.path("")], needs: ["socket"])
    }
    guard let run else { return }
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.split(separator: "\n") == [
        "1 daemon.started", "2 sensor.attached", "3 daemon.started", "4 sensor.attached",
        "5 daemon.stopped", "status 0",
      ]
    )
    let log = try String(contentsOfFile: scratch.path("log"), encoding: .utf8)
    #expect(
      log.contains(
        "listening on the passed socket events (descriptor 3); the path /nowhere/s is ignored"
      ),
      "\(log)"
    )
  }

  /// Becomes the daemon with something as descriptor 3.
  private static let wrong = """
    import os, socket, sys
    crampd, folder, kind = sys.argv[1:]
    if kind == 'file': made = open(folder + '/file', 'w')
    elif kind == 'datagram': made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    elif kind == 'idle': made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    elif kind == 'internet':
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.listen()
    os.dup2(made.fileno(), 3)
    os.set_inheritable(3, True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='events')
    os.execv(crampd, [crampd, '--state-dir', folder + '/state', '--sensor', 'synthetic'])
    """

  @Test(arguments: [
    ("file", "not a socket"),
    ("datagram", "not a stream socket; use ListenStream="),
    ("idle", "does not listen; use Accept=no"),
    ("internet", "not a Unix socket; use ListenStream= with a path"),
  ])
  func `What cannot be listened on is refused in words`(kind: String, words: String) async throws {
    let crampd = try Self.crampd
    let run = try await blocking { [scratch] in
      try ForeignRun(python: Self.wrong, [crampd, scratch.path(""), kind], needs: ["socket"])
    }
    guard let run else { return }
    #expect(run.status == 1)
    #expect(run.errors == "crampd: passed socket events (descriptor 3): \(words)\n")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("state")))
  }

  @Test func `A socket for another process is left alone`() async throws {
    let (lines, log) = try await blocking { [scratch] in
      let daemon = try RunningDaemon(
        ["--sensor", "synthetic:quiet-night"],
        in: scratch,
        environment: ["LISTEN_PID": "1", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "events"]
      )
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.attached""#)
      return (client.events, daemon.log)
    }
    #expect(lines.count == 2)
    #expect(!log.contains("passed socket"))
  }

  private static var crampd: String {
    get throws { try CrampctlRun.process([], of: "crampd").executableURL?.path ?? "crampd" }
  }
}
