import ArgumentParser
import Foundation

/// How a detection is to be explained.
struct ExplainArguments: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case svg
  }

  @Option(
    help: ArgumentHelp(
      "Say and draw why each episode was a cramp or none; --explain alone is --explain=text.",
      valueName: "text|svg"
    )
  )
  var explain: Format?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where explanations go: a file for all, or a directory for a drawing each.",
      valueName: "path"
    ),
    completion: .file()
  )
  var output: String?

  @Flag(help: "Replace files that exist.")
  var force = false

  @Flag(help: "Explain in ASCII only. Default: what the locale can show.")
  var ascii = false

  func validate() throws {
    guard explain == nil else { return }
    if output != nil { throw ValidationError("--output: it is for explanations; give --explain") }
    if ascii { throw ValidationError("--ascii: it is for explanations; give --explain") }
    if force { throw ValidationError("--force: it is for explanations; give --explain") }
  }

  var glyphs: Glyphs {
    ascii ? .ascii : Glyphs(environment: ProcessInfo.processInfo.environment)
  }

  /// The arguments with the bare `--explain` spelled out, so that it takes no file for its value.
  static func spelledOut(_ arguments: some Sequence<String>) -> [String] {
    var isOver = false
    return arguments.map { argument in
      isOver = isOver || argument == "--"
      return !isOver && argument == "--explain" ? "--explain=text" : argument
    }
  }
}
