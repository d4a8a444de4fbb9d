import Foundation
import Testing

/// What a service manager hears from the daemon, by a program that stands in for one.
struct ServiceManagerTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Starts the daemon with a watchdog of a second, holds a part of it up, lets it go, and stops it.
  private static let manager = """
    import ctypes, json, os, select, signal, socket, subprocess, sys, time
    crampd, folder, part = sys.argv[1:4]
    path = folder + '/s'
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(folder + '/n')
    daemon = subprocess.Popen(
        [crampd, '--state-dir', folder + '/state', '--socket', path] + sys.argv[4:],
        env=dict(os.environ, NOTIFY_SOCKET=folder + '/n', WATCHDOG_USEC='1000000'),
        stderr=open(folder + '/log', 'w'))

    def hear(seconds):
        if not select.select([manager], [], [], seconds)[0]: return None
        return manager.recv(65536).decode().splitlines()

    def until(wanted):
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for line in hear(1) or []:
                if wanted(line): return line
        sys.exit('waited in vain; ' + open(folder + '/log').read()[-2000:])

    def client():
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(30)
        made.connect(path)
        return made

    def threads(name):
        found = []
        for task in os.listdir(f'/proc/{daemon.pid}/task'):
            if name in open(f'/proc/{daemon.pid}/task/{task}/comm').read():
                found.append(int(task))
        return found

    libc = ctypes.CDLL(None, use_errno=True)
    SEIZE, INTERRUPT, DETACH, ALL = 0x4206, 0x4207, 17, 0x40000000

    def trace(request, task):
        if libc.ptrace(request, task, None, None) != 0:
            print('SKIPPED: no thread may be held up here')
            sys.exit(77)

    def hold(tasks):
        for task in tasks:
            trace(SEIZE, task)
            trace(INTERRUPT, task)
            os.waitpid(task, ALL)
        return lambda: [trace(DETACH, task) for task in tasks]

    def hold_pipeline():
        # Its thread is most likely, and not surely, amid a block.
        for _ in range(60):
            task = threads('sensor')[0]
            release, end = hold([task]), time.monotonic() + 1.2
            while time.monotonic() < end:
                if any('part stuck' in line for line in hear(0.1) or []): return release
            release()
        sys.exit('no pipeline was held up')

    def slow_disk():
        strace = subprocess.Popen(
            ['strace', '-qq', '-f', '-o', '/dev/null', '-p', str(daemon.pid), '-e', 'fdatasync',
             '-e', 'inject=fdatasync:delay_enter=60s'], stderr=subprocess.DEVNULL)
        status = f'/proc/{daemon.pid}/status'
        while 'TracerPid:\\t0' in open(status).read():
            if strace.poll() is not None:
                print('SKIPPED: there is no strace that may trace')
                sys.exit(77)
            time.sleep(0.01)
        request = {'jsonrpc': '2.0', 'id': 1, 'method': 'mark', 'params': {'text': 'now'}}
        waiting = client()
        waiting.sendall((json.dumps(request) + '\\n').encode())
        def end(waiting=waiting):
            strace.kill()
            strace.wait()
        return end

    try:
        print(until(lambda line: line.startswith('READY')))
        greeting = json.loads(client().makefile().readline())
        print(greeting['method'])
        until(lambda line: line == 'WATCHDOG=1')
        if part == 'nothing': release = lambda: None
        elif part == 'journal': release = slow_disk()
        elif part == 'clients': release = hold(threads('NIO-'))
        elif part == 'pipeline': release = hold_pipeline()
        if part != 'nothing':
            end = time.monotonic() + 1.5
            while time.monotonic() < end: hear(0.1)
            silent, end = True, time.monotonic() + 2
            while time.monotonic() < end: silent = silent and 'WATCHDOG=1' not in (hear(0.1) or [])
            print('silent' if silent else 'fed although something was stuck')
        release()
        until(lambda line: line == 'WATCHDOG=1')
        daemon.send_signal(signal.SIGTERM)
        print(until(lambda line: line.startswith('STOPPING')))
        print('status', daemon.wait(20))
    finally:
        daemon.kill()
    """

  private func run(_ part: String, _ sensor: String) async throws -> ForeignRun? {
    let crampd = try CrampctlRun.executable("crampd").path
    let run = try await blocking { [scratch] in
      try ForeignRun(
        python: Self.manager,
        [crampd, scratch.path(""), part, "--sensor", sensor],
        needs: ["ctypes"]
      )
    }
    guard let run, run.status != 77 else {
      print(run?.output ?? "")
      return nil
    }
    return run
  }

  private var log: String {
    (try? String(contentsOfFile: scratch.path("log"), encoding: .utf8)) ?? ""
  }

  private static let busy =
    "replay:\(Fixture.recording("two-cramps-in-a-night"))?speed=max&loop=1"

  @Test func `It is ready when clients are answered, alive, and says goodbye`() async throws {
    guard let run = try await run("nothing", "synthetic:quiet-night") else { return }
    #expect(
      run.output == "READY=1\nhello\nSTOPPING=1\nstatus 0\n",
      "\(run.output)\(run.errors)"
    )
  }

  @Test(arguments: [
    ("pipeline", "part=sensor 1, replay:recording.edf"),
    ("journal", "part=journal's thread"),
    ("clients", "part=client thread 1"),
  ])
  func `A part that is stuck leaves the watchdog without food until it gets on`(
    part: String,
    words: String
  ) async throws {
    let sensor = part == "pipeline" ? Self.busy : "synthetic:quiet-night"
    guard let run = try await run(part, sensor) else { return }
    #expect(
      run.output == "READY=1\nhello\nsilent\nSTOPPING=1\nstatus 0\n",
      "\(run.output)\(run.errors)\(log.suffix(2_000))"
    )
    #expect(log.contains(words), "\(log.suffix(2_000))")
  }
}
