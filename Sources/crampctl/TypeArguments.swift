import ArgumentParser
import CrampModel
import EventJournal

/// Which types of event are wanted.
struct TypeArguments: ParsableArguments {
  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "Only events of this type; * and ? stand for any characters; may be given more than once.",
      valueName: "glob"
    ),
    completion: .list(EventType.allCases.map(\.rawValue))
  )
  var types: [String] = []

  func validate() throws {
    let known = EventType.allCases.map(\.rawValue)
    for type in types where !known.contains(where: { EventGlob(type).matches($0) }) {
      throw ValidationError(
        "--type \(type): fits no type; there are \(known.joined(separator: " "))"
      )
    }
  }
}
