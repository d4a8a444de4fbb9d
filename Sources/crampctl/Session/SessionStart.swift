import ArgumentParser
import CrampHistory
import CrampModel
import Foundation

extension SessionCommand {
  /// `crampctl session start`.
  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start",
      abstract: "Begin a session.",
      discussion: """
        The kind is practice, exercise, night or other; without one it is other, or the name if \
        that is one of them. A practice begins with what to take care of; on a terminal it waits \
        for Return.

          crampctl session start practice calf
          crampctl session start night
          crampctl session start "day after the run"
        """
    )

    @Argument(
      help: ArgumentHelp("The kind, if any, and the session's name.", valueName: "kind name")
    )
    var words: [String]

    @Flag(help: "Begin a practice at once, without waiting for Return.")
    var yes = false

    @OptionGroup var socket: SocketArguments

    func validate() throws {
      guard (1...2).contains(words.count) else {
        throw ValidationError("give a name, or a kind and a name; quote a name with blanks")
      }
      if words.count == 2, SessionKind(rawValue: words[0]) == nil {
        let kinds = SessionKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(words[0]): none of \(kinds)")
      }
    }

    func run() async throws {
      let kind = words.first.flatMap(SessionKind.init(rawValue:)) ?? .other
      let daemon = Daemon(path: socket.path)
      if kind == .practice { try await warn(daemon) }
      let params = ["name": words.last ?? "", "kind": kind.rawValue]
      _ = try await daemon.ask(
        "session.start",
        params: String(decoding: try JSONEncoder().encode(params), as: UTF8.self),
        refusal: Failure.refusal
      )
      try Output.write(
        "Session \"\(TextTable.plain(words.last ?? ""))\" (\(kind.rawValue)) began at "
          + "\(LocalTime.time(LocalTime.now)); `crampctl session stop` ends it.\n"
      )
    }

    private func warn(_ daemon: Daemon) async throws {
      // Whoever cannot begin need not read what to take care of.
      if let open = OpenSession(snapshot: try await daemon.ask("ping").greeting.snapshot),
        open.isFresh(at: LocalTime.now)
      {
        throw Failure(
          "session.start: session \"\(open.name)\" is open; `crampctl session stop` ends it"
        )
      }
      try Output.write(PracticeCare.text)
      guard !yes, Output.isTerminal, isatty(STDIN_FILENO) == 1 else { return }
      try Output.write("Return begins, Ctrl-C does not. ")
      guard readLine() != nil else { throw Failure("not begun") }
    }
  }
}
