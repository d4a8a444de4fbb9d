import ArgumentParser
import CrampHistory
import CrampModel
import Foundation

/// `crampctl session`.
struct SessionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Begin and end sessions, give cues in them, and see whether it is getting less.",
    discussion: """
      A session is a practice, an exercise, a night or anything else with a name. One at a time is \
      open, also across a restart of the daemon. When it ends, the daemon sums up each cramp and \
      each channel: how long after the last cue to contract a cramp came, how long after the cue \
      to relax it let go, and the resting tone before and after.

      While a practice or an exercise is open, the detector uses the profile of that name, unless \
      sessions.profile of crampd.yaml(5) says otherwise.

        crampctl session start practice calf
        crampctl session cue contract
        crampctl session cue relax
        crampctl session cue repetition --name "calf raise"
        crampctl session stop
        crampctl session show calf
      """,
    subcommands: [
      Start.self, Stop.self, Cue.self, Mark.self, List.self, Show.self,
    ]
  )
}

extension SessionCommand {
  /// `crampctl session stop`.
  struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stop",
      abstract: "End the open session, and say what it was.",
      discussion: """
          crampctl session stop
          crampctl session end calf
        """,
      aliases: ["end"]
    )

    @Argument(help: "The session's name. Default: that of the open one.")
    var name: String?

    @OptionGroup var socket: SocketArguments

    func run() async throws {
      let daemon = Daemon(path: socket.path)
      let params = try name.map { try Daemon.object("name", $0) } ?? "{}"
      let result = try await daemon.ask("session.stop", params: params, refusal: Failure.refusal)
        .result
      let types = PastEvents.ofSessions.map(\.rawValue)
      let sessions = SessionHistory(try await DaemonHistory(daemon).events(types))
      guard let ended = sessions.find(id: result) else {
        // It waits for the disk, so that the daemon cannot tell of it yet.
        try Output.write("The session has ended.\n")
        return
      }
      try Output.write(SessionText(ended, among: sessions.sessions).page)
    }
  }

  /// `crampctl session cue`.
  struct Cue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "cue",
      abstract: "Give a cue at this moment, such as contract or relax.",
      discussion: """
        \(SessionCue.known.joined(separator: ", ")) mean something here; other words are kept as \
        they are. A repetition needs the name of its movement.

          crampctl session cue contract
          crampctl session cue repetition --name "calf raise"
          crampctl session cue relax "breathe out"
        """
    )

    @Argument(help: "The word: small letters and hyphens.")
    var word: String

    @Argument(help: "What to note beside it. Default: the word.")
    var text: String?

    @Option(help: ArgumentHelp("What it is about, such as a movement.", valueName: "movement"))
    var name: String?

    @OptionGroup var socket: SocketArguments

    func validate() throws {
      guard let cue = SessionCue(word) else {
        throw ValidationError("\(word): not a word of small letters and hyphens, such as relax")
      }
      if cue == .repetition, name == nil {
        throw ValidationError("a repetition needs --name, the name of its movement")
      }
    }

    func run() async throws {
      let mark = Mention(text: text ?? word, cue: word, name: name)
      try await mark.send(to: Daemon(path: socket.path))
    }
  }

  /// `crampctl session mark`.
  struct Mark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mark",
      abstract: "Note something about this moment of the session.",
      discussion: """
          crampctl session mark "at the edge of pain"
        """
    )

    @Argument(help: "What to note.")
    var text: String

    @OptionGroup var socket: SocketArguments

    func run() async throws {
      try await Mention(text: text).send(to: Daemon(path: socket.path))
    }
  }
}

/// A mark as it is sent.
private struct Mention: Encodable {
  let text: String
  var cue: String?
  var name: String?

  func send(to daemon: Daemon) async throws {
    let params = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    let greeting = try await daemon.ask("mark", params: params, refusal: Failure.refusal).greeting
    if OpenSession(snapshot: greeting.snapshot) == nil {
      Diagnostics.warn("no session is open; it is noted all the same")
    }
  }
}
