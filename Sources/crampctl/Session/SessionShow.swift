import ArgumentParser
import CrampHistory
import CrampModel
import Foundation

extension SessionCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case ndjson
  }

  /// `crampctl session list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the sessions.",
      discussion: """
          crampctl session list
          crampctl session list --format csv > sessions.csv
        """
    )

    @Option(help: "How to print: text, csv with a row for each channel, or ndjson.")
    var format = Format.text

    @OptionGroup var journal: JournalArguments
    @OptionGroup var socket: SocketArguments

    func run() async throws {
      let past = PastEvents(journal: journal, socket: socket)
      let sessions = SessionHistory(try await past.read(PastEvents.ofSessions)).sessions
      switch format {
      case .text: try Output.write(SessionText.list(sessions))
      case .csv: try Output.write(SessionSheet(sessions).csv)
      case .ndjson: try Output.write(SessionSheet(sessions).ndjson)
      }
    }
  }

  /// `crampctl session show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show what a session was, beside earlier ones of its name.",
      discussion: """
        "Chase the cramp" is this project's own term: the same movement, repeated over days, and \
        how often it cramps. Whether that is getting less is shown and not explained; a few \
        sessions differ by chance alone.

          crampctl session show
          crampctl session show calf
          crampctl session show 01a201c0 --format ndjson
        """
    )

    @Argument(
      help: ArgumentHelp(
        """
        The session's name, of which the last is shown, or the beginning of its id. Default: the \
        last session.
        """,
        valueName: "name|id"
      )
    )
    var session: String?

    @Option(help: "How to print: text, csv with a row for each channel, or ndjson.")
    var format = Format.text

    @OptionGroup var journal: JournalArguments
    @OptionGroup var socket: SocketArguments

    func run() async throws {
      let past = PastEvents(journal: journal, socket: socket)
      let history = SessionHistory(try await past.read(PastEvents.ofSessions))
      let shown = try history.find(session)
      switch format {
      case .text: try Output.write(SessionText(shown, among: history.sessions).page)
      case .csv: try Output.write(SessionSheet([shown]).csv)
      case .ndjson: try Output.write(SessionSheet([shown]).ndjson)
      }
    }
  }
}

extension SessionHistory {
  /// How much of an id must be given.
  private static let leastOfID = 4

  /// The last session of a name, else the one whose id begins so; without words the last one.
  ///
  /// - Throws: ``Failure`` if there is none, or more than one.
  func find(_ words: String?) throws -> SessionSummary {
    guard let words else {
      guard let last = sessions.last else {
        throw Failure("there is no session yet; `crampctl session start NAME` begins one")
      }
      return last
    }
    if let named = sessions.last(where: { $0.session.name == words }) { return named }
    let found = sessions.filter { $0.session.id.description.hasPrefix(words.lowercased()) }
    if found.count == 1, words.count >= Self.leastOfID, let only = found.first { return only }
    guard found.isEmpty || words.count < Self.leastOfID else {
      let ids = found.suffix(5).map { "\($0.session.id) (\($0.session.name))" }
      throw Failure("\(words): more than one session begins so: \(ids.joined(separator: ", "))")
    }
    throw Failure("\(words): no session has this name or id; see `crampctl session list`")
  }

  /// The session that an answer of the daemon is about; `nil` if it is not known yet.
  func find(id answer: String) -> SessionSummary? {
    struct Answer: Decodable {
      let session: String
    }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(answer.utf8)) else {
      return nil
    }
    return sessions.last { $0.session.id.description == answer.session && $0.end != nil }
  }
}
