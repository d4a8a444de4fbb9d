import Foundation
import Testing

/// `crampctl monitor` in a real terminal, on a real daemon.
@Suite(.enabled(if: Tmux.isThere, "there is no tmux"))
struct MonitorTerminalTests {
  /// A night in which a calf cramps, at ten times its speed, over and over.
  private static let night =
    "replay:\(Fixture.recording("calf-cramp-at-night"))?speed=10&loop=1"

  /// A daemon, and the monitor in a window; the modes of the terminal before and after it, its exit
  /// status and what it says are kept in files.
  private static func open(
    width: Int,
    height: Int,
    in scratch: Scratch,
    sensors: [String] = [night],
    options: String = ""
  ) throws -> (daemon: RunningDaemon, window: Tmux) {
    let daemon = try daemon(sensors, in: scratch)
    let line = try line(options, in: scratch)
    return (daemon, try Tmux(width: width, height: height, in: scratch, line))
  }

  private static func daemon(_ sensors: [String], in scratch: Scratch) throws -> RunningDaemon {
    let daemon = try RunningDaemon(sensors.flatMap { ["--sensor", $0] }, in: scratch)
    _ = try daemon.connect()
    return daemon
  }

  private static func line(_ options: String, in scratch: Scratch) throws -> String {
    let program = try CrampctlRun.executable("crampctl").path
    let directory = scratch.path("")
    return """
      cd '\(directory)'; stty -a > before; \
      sh -c 'echo $$ > pid; exec "\(program)" monitor --socket "\(scratch.path("s"))" \(options)' \
      2> errors; echo $? > status; stty -a > after
      """
  }

  private static func file(_ name: String, in scratch: Scratch) throws -> String {
    try String(contentsOfFile: scratch.path(name), encoding: .utf8)
  }

  /// Expectations do not know their test on the threads that block.
  private static func check(_ isTrue: Bool, _ text: String = "") throws {
    if !isTrue { throw Disappointment("not so: \(text)") }
  }

  /// The monitor is gone, and has left the terminal as it was.
  private static func expectOrder(
    _ window: Tmux,
    in scratch: Scratch,
    status: String = "0"
  ) throws {
    let screen = try window.untilItShows("THE END")
    try Self.check(!screen.contains("live"), "the screen from before is back")
    let found = try ["status", "before", "after"].map { try file($0, in: scratch) }
    try Self.check(found[0] == "\(status)\n" && found[1] == found[2], "\(found)")
    try Self.check(found[1].contains("rows"), "\(found)")
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `A cramp is seen while it lasts, and q gives the terminal back`(
    width: Int,
    height: Int
  ) async throws {
    try await blocking {
      let scratch = try Scratch()
      let (daemon, window) = try Self.open(width: width, height: height, in: scratch)
      try window.untilItShows("rest")
      let screen = try window.untilItShows("CRAMP", within: 90) { screen in
        // The envelope says it in letters too.
        screen.contains("cramp.onset") && screen.contains("CCC")
      }
      try Self.check(screen.contains(" on ") && screen.contains(" µV"), screen)
      let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
      try Self.check(rows.first?.hasPrefix("live") == true, screen)
      try Self.check(rows.allSatisfy { $0.count <= width }, screen)
      try window.press("q")
      try Self.expectOrder(window, in: scratch)
      try Self.check(daemon.isRunning, "the daemon goes on")
    }
  }

  @Test func `A person marks, zooms, freezes and resizes`() async throws {
    try await blocking {
      let scratch = try Scratch()
      let sensors = [Self.night, "synthetic:cyton-cramp"]
      let (daemon, window) = try Self.open(width: 80, height: 24, in: scratch, sensors: sensors)
      try window.untilItShows("5 left-hamstring")
      try window.press("m")
      try window.untilItShows("mark:")
      try window.type("calf ä stretched")
      try window.press("Enter")
      try window.untilItShows("marked: calf ä stretched") { $0.contains("marker") }
      try window.press("2")
      try window.untilItShows("channels 2 of 5")
      try window.press("Space")
      try window.untilItShows("FROZEN")
      try window.press("?")
      try window.untilItShows("Not a medical device")
      try window.press("x", "0", "Space")
      for (width, height) in [(200, 60), (40, 10), (80, 24)] {
        try window.resize(width: width, height: height)
        try window.untilItShows("live") { screen in
          let rows = screen.split(separator: "\n", omittingEmptySubsequences: false)
          return rows.first?.count == width && rows.contains { $0.hasPrefix("q quit") }
        }
      }
      try window.press("C-c")
      try Self.expectOrder(window, in: scratch)
      try Self.check(daemon.isRunning, "the daemon goes on")
    }
  }

  @Test func `A daemon that goes away is told at once, and its return too`() async throws {
    try await blocking {
      let scratch = try Scratch()
      let (daemon, window) = try Self.open(width: 80, height: 24, in: scratch)
      try window.untilItShows("rest")
      daemon.signal(SIGKILL)
      try window.untilItShows("NO CONNECTION") { $0.contains("OLD") }
      let next = try Self.daemon([Self.night], in: scratch)
      try window.untilItShows("live") { $0.contains("rest") }
      next.signal(SIGTERM)
      try window.untilItShows("NO CONNECTION")
      try window.press("q")
      try Self.expectOrder(window, in: scratch)
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func `A signal ends it in good order`(number: Int32) async throws {
    try await blocking {
      let scratch = try Scratch()
      let (daemon, window) = try Self.open(width: 80, height: 24, in: scratch)
      try window.untilItShows("rest")
      let pid = try #require(Int32(Self.file("pid", in: scratch).dropLast()))
      kill(pid, number)
      try Self.expectOrder(window, in: scratch)
      try Self.check(daemon.isRunning, "the daemon goes on")
    }
  }

  @Test func `A window that is closed takes the monitor with it`() async throws {
    try await blocking {
      let scratch = try Scratch()
      let (daemon, window) = try Self.open(width: 80, height: 24, in: scratch)
      try window.untilItShows("rest")
      let pid = try #require(Int32(Self.file("pid", in: scratch).dropLast()))
      try window.close()
      try daemon.untilItListens { kill(pid, 0) != 0 }
    }
  }

  @Test func `Without a daemon, and on a terminal that is none, it says what to do`() async throws {
    try await blocking {
      let run = try CrampctlRun(["monitor"])
      try Self.check(run.failed(with: 1) && run.errors.contains("crampctl watch"), "\(run.errors)")
      for (options, words) in [("", "there is no socket"), ("--fps 99", "1 to 30")] {
        let scratch = try Scratch()
        let window = try Tmux(width: 80, height: 24, in: scratch, Self.line(options, in: scratch))
        try window.untilItShows("THE END")
        let errors = try Self.file("errors", in: scratch)
        try Self.check(errors.contains(words) && errors.count { $0.isNewline } == 1, "\(errors)")
      }
      let scratch = try Scratch()
      let line = "TERM=dumb; " + (try Self.line("", in: scratch))
      let window = try Tmux(width: 80, height: 24, in: scratch, line)
      try window.untilItShows("THE END")
      let errors = try Self.file("errors", in: scratch)
      try Self.check(errors.contains("TERM=dumb") && errors.contains("crampctl watch"), "\(errors)")
    }
  }
}
