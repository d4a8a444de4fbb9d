import ArgumentParser
import EventStream

/// Where the journal is.
struct JournalArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The journal's file.", valueName: "file"))
  var journal: String?

  @Option(
    help: ArgumentHelp(
      "The directory of the journal. Default: the daemon is asked, if it runs.",
      valueName: "dir"
    )
  )
  var stateDir: String?

  func validate() throws {
    if journal != nil, stateDir != nil {
      throw ValidationError("--journal and --state-dir: give one of them")
    }
  }

  /// Whether a person has said where it is.
  var isNamed: Bool { journal != nil || stateDir != nil }

  /// The file.
  var path: String {
    let directory = stateDir ?? DefaultPaths.ofThisProcess.existingStateDirectory
    return journal ?? directory + "/" + DefaultPaths.journalName
  }
}
