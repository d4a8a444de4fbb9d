import ArgumentParser
import Foundation
import TerminalScreen
import UnixSignals

/// `crampctl monitor`.
struct MonitorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "monitor",
    abstract: "Show every channel live, on the whole terminal.",
    discussion: """
      For each channel: its name, what the muscle does, the level, the tone of the last minute \
      while at rest, the quality of the signal, and the envelope with the levels that decide, on a \
      logarithmic axis. Below are the newest events. Colour and letters say the same: C where the \
      muscle was in a cramp, ? where it could not be judged.

      Keys: q quits, m writes a note, which marks the moment when you press Enter, space lets the envelopes stand still, + and \
      - change the time, 1 to 9 show one channel alone, arrows and PgUp/PgDn move where there is \
      no room for all, ? explains.

      When the daemon goes away, monitor says so, waits for it and goes on; what is old is shown \
      as old. It needs 40 columns and 10 rows, and is not a medical device.

        crampctl monitor
        crampctl monitor --fps 2 --ascii
      """
  )

  /// Faster than this no eye reads words; an assumption.
  private static let frameRates = 1.0...30.0

  @Option(
    name: .customLong("fps"),
    help: ArgumentHelp("Redraw at most so many times in a second, 1 to 30.", valueName: "n")
  )
  var frames = 10.0

  @Flag(help: "Use no characters beyond ASCII, whatever the locale says.")
  var ascii = false

  @OptionGroup var socket: SocketArguments

  /// There is no screen to fill.
  static let noTerminal = Failure(
    "monitor: standard input or output is not a terminal; use `crampctl watch`, which prints lines"
  )

  /// The terminal cannot place text.
  static var unknownType: Failure {
    let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return Failure(
      "monitor: the terminal (TERM=\(name)) cannot fill a screen; set TERM to what it is, or use "
        + "`crampctl watch`, which prints lines"
    )
  }

  func validate() throws {
    guard Self.frameRates.contains(frames) else {
      throw ValidationError("--fps \(NumberText.short(frames)): not 1 to 30")
    }
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    guard Terminal.isThere else { throw Self.noTerminal }
    guard !["", "dumb", "unknown"].contains(environment["TERM", default: ""]) else {
      throw Self.unknownType
    }
    let wantsUnicode = Glyphs(environment: environment) == .unicode
    let isUnicode = Terminal.adoptLocale(wantsUnicode: wantsUnicode)
    let board = MonitorBoard(
      MonitorPicture(glyphs: ascii || !isUnicode ? .ascii : .unicode, frames: frames)
    )
    let feed = MonitorFeed(daemon: Daemon(path: socket.path), board: board)
    let seq = try await feed.begin()
    let isColoured = environment["NO_COLOR", default: ""].isEmpty
    try await show(board, feed, after: seq, isColoured: isColoured)
    try board.outcome()
  }

  /// Shows the board until the person, a signal or an error ends it; then the terminal is as it
  /// was.
  private func show(
    _ board: MonitorBoard,
    _ feed: MonitorFeed,
    after seq: Int64,
    isColoured: Bool
  ) async throws {
    let (texts, marks) = AsyncStream.makeStream(
      of: MonitorNote.self,
      bufferingPolicy: .bufferingOldest(16)
    )
    let screen = MonitorScreen(
      board: board,
      isColoured: isColoured,
      marks: marks
    )
    let modes = TerminalModes()
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask {
        do { try await feed.run(after: seq) } catch { board.end(error) }
      }
      group.addTask { await feed.mark(texts) }
      group.addTask {
        for await _ in signals {
          board.end()
          try await Task.sleep(for: Self.patience)
          // The terminal takes nothing any more, so the thread that draws cannot end.
          modes.restore()
          _exit(Failure.failed)
        }
      }
      try await Self.onThread { try screen.run() }
    }
  }

  /// How long the last words to a terminal may take.
  private static let patience = Duration.seconds(2)

  /// Runs what blocks on a thread of its own.
  private static func onThread(_ body: @escaping @Sendable () throws -> Void) async throws {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
  }
}
