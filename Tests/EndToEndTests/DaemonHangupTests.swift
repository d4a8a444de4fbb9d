import Foundation
import Testing

/// What SIGHUP means to a daemon.
@Suite(.timeLimit(.minutes(2))) struct DaemonHangupTests {
  @Test func `SIGHUP has the configuration read again, good or bad`() async throws {
    try await blocking {
      let reloadable = try ReloadableDaemon("profile: night\n", ["--sensor", "synthetic"])
      let client = try reloadable.daemon.follow()
      try client.read(upTo: "sensor.attached")
      try reloadable.write("profile: practice\n")
      reloadable.daemon.signal(SIGHUP)
      try reloadable.daemon.untilItListens {
        try reloadable.ask("status", client).contains(#""profile":"practice""#)
      }
      try reloadable.write("profile: nite\n")
      reloadable.daemon.signal(SIGHUP)
      try reloadable.daemon.untilItListens {
        reloadable.daemon.log.contains("stays as it was: \(reloadable.path):1:1: profile: ")
      }
      guard try reloadable.ask("ping", client).contains("result") else {
        throw Disappointment("the daemon is gone")
      }
    }
  }

  @Test func `SIGHUP while the daemon begins does not end it`() async throws {
    try await blocking {
      let daemon = try RunningDaemon(["--sensor", "synthetic"], in: Scratch())
      let client = try daemon.connect()
      for _ in 0..<50 { daemon.signal(SIGHUP) }
      client.send(#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#)
      try client.read(upTo: #""id":1"#)
      guard daemon.isRunning else { throw Disappointment(daemon.log) }
    }
  }

  @Test func `SIGHUP ends a daemon that was started from a terminal, as its user expects`()
    async throws
  {
    let end = try await blocking {
      let terminal = try Terminal()
      let scratch = try Scratch()
      let process = try CrampctlRun.process(
        ["--sensor", "synthetic"] + RunningDaemon.places(in: scratch),
        of: "crampd"
      )
      process.standardInput = terminal.file
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.begin()
      _ = try RunningDaemon.connect(to: scratch.path("s")) { "" }
      kill(process.processIdentifier, SIGHUP)
      for _ in 0..<2_000 where process.isRunning { usleep(10_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      return (process.terminationReason == .exit, process.terminationStatus)
    }
    #expect(end == (true, 0))
  }
}

/// The other side of a terminal window.
private struct Terminal {
  let file: FileHandle
  private let master: FileHandle

  /// The requests of ioctl_tty(2): unlock the other side, and tell its number.
  private static let unlock: UInt = 0x4004_5431
  private static let tellNumber: UInt = 0x8004_5430

  init() throws {
    let number = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var isLocked: CInt = 0
    var place: CInt = 0
    guard number >= 0, ioctl(number, Self.unlock, &isLocked) == 0,
      ioctl(number, Self.tellNumber, &place) == 0
    else { throw Disappointment("no terminal to be had") }
    master = FileHandle(fileDescriptor: number, closeOnDealloc: true)
    let other = open("/dev/pts/\(place)", O_RDWR | O_NOCTTY)
    guard other >= 0 else { throw Disappointment("no other side of the terminal") }
    file = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }
}
