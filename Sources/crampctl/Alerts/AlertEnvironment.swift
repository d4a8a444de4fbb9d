import CrampModel

/// The environment of a command: that of this program, and the event.
enum AlertEnvironment {
  /// The variables that tell of an event, named as its fields in the systemd journal.
  ///
  /// Elements of a list have a comma between them. What no environment can hold becomes a blank.
  static func variables(of event: CrampEvent, suppressed: Int) -> [String: String] {
    var variables: [String: String] = [:]
    for field in event.fields {
      let text = field.text.replacing("\0", with: " ")
      variables[field.name] = variables[field.name].map { "\($0),\(text)" } ?? text
    }
    variables["CRAMP_SUPPRESSED"] = String(suppressed)
    return variables
  }

  /// The variables with those of this program; another event's are left out.
  static func merged(
    _ variables: [String: String],
    with own: [String: String]
  ) -> [String: String] {
    own.filter { !$0.key.hasPrefix("CRAMP_") }.merging(variables) { $1 }
  }
}
