import Foundation
import Testing

/// `crampctl routine` on a terminal: a pseudo-terminal of Python's, into which keys are typed.
struct RoutineKeyTests {
  /// Waits for each text, then types what belongs to it; tells what was shown, how the program
  /// ended, and whether the terminal is as it was.
  private static let terminal = """
    import fcntl, json, os, pty, re, select, struct, sys, termios, time
    columns, steps, command = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    before = termios.tcgetattr(slave)
    child = os.fork()
    if child == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for end in (0, 1, 2): os.dup2(slave, end)
        os.execv(command[0], command)
    shown, at, deadline = "", 0, time.monotonic() + 60
    def more(wait):
        global shown
        if select.select([master], [], [], wait)[0]:
            shown += os.read(master, 65536).decode()
    for text, keys in steps:
        while text not in shown[at:] and time.monotonic() < deadline: more(0.1)
        at = shown.find(text, at) + len(text) if text in shown[at:] else len(shown)
        os.write(master, keys.encode())
    status = None
    while time.monotonic() < deadline:
        more(0.05)
        done, code = os.waitpid(child, os.WNOHANG)
        if done: status = os.waitstatus_to_exitcode(code); break
    if status is None: os.kill(child, 9); os.waitpid(child, 0)
    more(0)
    same = termios.tcgetattr(slave) == before
    print(json.dumps({"shown": shown, "status": status, "same": same}))
    """

  private struct Shown: Decodable {
    let shown: String
    let status: Int32?
    let same: Bool

    /// What is left where each line that was wiped is gone, without colour.
    var plain: String { shown.replacing(/\u{1B}\[[0-9;?]*[A-Za-z]/, with: "") }
  }

  private static let sides = """
    name: two-sides
    prepare_s: 2
    steps:
      - {name: calf, side: left, hold_s: 300, rest_s: 300}
      - {name: calf, side: right, hold_s: 300, rest_s: 300}
    """
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func type(
    _ steps: [(String, String)],
    file text: String = sides,
    options: [String] = [],
    columns: Int = 80,
    environment: [String] = ["TERM=xterm", "LC_ALL=C.UTF-8"]
  ) async throws -> Shown? {
    let file = try scratch.file("sides.yaml", text.utf8)
    let program = try CrampctlRun.executable("crampctl").path
    let json = try JSONEncoder().encode(steps.map { [$0.0, $0.1] })
    let arguments =
      [String(columns), String(decoding: json, as: UTF8.self), "/usr/bin/env"] + environment
      + [program, "routine", file, "--socket", scratch.path("nobody")] + options
    let run = try await blocking {
      try ForeignRun(python: Self.terminal, arguments, needs: ["pty"])
    }
    guard let run else { return nil }
    return try JSONDecoder().decode(Shown.self, from: Data(run.output.utf8))
  }

  @Test func `Keys pause, skip, go back and stop`() async throws {
    let shown = try await type([
      ("get ready, 2 s", "n"), ("hold: calf, left", " "), ("PAUSED", " "), ("on again", "n"),
      ("rest, then the other side, 5 min", "b"), ("hold: calf, left", "n"), ("rest, then", "n"),
      ("hold: calf, right", "q"),
    ])
    guard let shown else { return }
    #expect(shown.status == 0, "\(shown)")
    #expect(shown.same)
    #expect(shown.plain.hasSuffix("stopped\r\n"), "\(shown)")
    #expect(shown.plain.contains("breathe in"))
    #expect(shown.plain.contains("space pause  n skip  b back  q stop"))
  }

  @Test(arguments: [
    ("\u{3}", []), ("\u{3}", ["--plain"]), ("q", ["--plain"]), ("\u{4}", []),
  ])
  func `The terminal is as it was when somebody stops`(
    key: String,
    options: [String]
  ) async throws {
    let shown = try await type([("get ready", key)], options: options)
    guard let shown else { return }
    #expect(shown.status == 0, "\(shown)")
    #expect(shown.same)
    #expect(shown.plain.hasSuffix("stopped\r\n"), "\(shown)")
  }

  @Test func `Neither Ctrl-Z nor Ctrl-backslash leaves the terminal to itself`() async throws {
    let shown = try await type([
      ("get ready", "\u{1C}\u{1A}"), ("PAUSED", "\u{1B}[A"), ("next", "p"), ("on again", "q"),
    ])
    guard let shown else { return }
    #expect(shown.status == 0, "\(shown)")
    #expect(shown.same)
  }

  @Test(arguments: [20, 40, 200])
  func `No line is wider than the terminal`(columns: Int) async throws {
    let shown = try await type([("get ready", "n"), ("5:00", "q")], columns: columns)
    guard let shown else { return }
    #expect(shown.status == 0, "\(shown)")
    let lines = shown.plain.split(whereSeparator: { $0 == "\r\n" || $0 == "\n" || $0 == "\r" })
    // What comes before the first phase is for standard error, which terminals break by themselves.
    let own = lines.drop { !$0.contains("two-sides: ") }
    #expect(own.count > 4)
    #expect(own.allSatisfy { $0.count <= columns }, "\(own)")
  }

  @Test(arguments: [
    ("NO_COLOR=1", "TERM=xterm", "LC_ALL=C.UTF-8", "\u{1B}[1m"),
    ("A=1", "TERM=xterm", "LC_ALL=C", "█"), ("A=1", "TERM=dumb", "LC_ALL=C.UTF-8", "\u{1B}"),
  ])
  func `What a terminal cannot or may not show is left out`(
    colour: String,
    terminal: String,
    locale: String,
    forbidden: String
  ) async throws {
    let typed = try await type(
      [("hold: calf, left", "q")],
      environment: [colour, terminal, locale]
    )
    guard let shown = typed else { return }
    #expect(shown.status == 0, "\(shown)")
    #expect(!shown.shown.contains(forbidden), "\(shown)")
  }

  @Test(arguments: [("yes\n", 0, "stopped"), ("no\n", 1, "not begun"), ("\u{4}", 1, "not begun")])
  func `A practice begins when somebody has agreed to its words`(
    answer: String,
    status: Int32,
    end: String
  ) async throws {
    let text = Self.sides.replacing("prepare_s", with: "kind: practice\nprepare_s")
    let steps = [("Type yes and Enter", answer), ("get ready, 2 s", "q")]
    guard let shown = try await type(status == 0 ? steps : [steps[0]], file: text) else { return }
    #expect(shown.status == status, "\(shown)")
    #expect(shown.same)
    #expect(shown.plain.contains("may bring on a cramp"))
    #expect(shown.plain.contains("Stop at any time"))
    #expect(shown.plain.contains(end), "\(shown)")
  }
}
