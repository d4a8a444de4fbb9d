import ArgumentParser
import EventStream

/// Where a report finds the journal and the samples beside it.
struct ReportPlaceArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The journal's file.", valueName: "file"))
  var journal: String?

  @Option(
    help: ArgumentHelp(
      """
      The directory of the journal. Default: $CRAMPD_STATE_DIR, else that of the user's own \
      daemon if it runs, else \(DefaultPaths.systemStateDirectory), else the user's own.
      """,
      valueName: "dir"
    )
  )
  var stateDir: String?

  @Option(
    help: ArgumentHelp(
      "The directory of the clips. Default: clips beside the journal.",
      valueName: "dir"
    )
  )
  var clips: String?

  var isEmpty: Bool { journal == nil && stateDir == nil && clips == nil }

  func validate() throws {
    if journal != nil, stateDir != nil {
      throw ValidationError("--journal and --state-dir: give one of them")
    }
  }

  /// The journal's file.
  var journalPath: String {
    let directory = stateDir ?? DefaultPaths.ofThisProcess.existingStateDirectory
    return journal ?? directory + "/" + DefaultPaths.journalName
  }
}
