import DetectorSettings
import Yams

extension ConfigurationFile {
  /// Reads `sessions`: whether they choose the profile.
  func readSessions(_ value: ConfigurationValue) throws(ConfigurationError) -> Bool {
    var choose = true
    for (key, value) in try members(value.node, under: "sessions.") {
      guard key == "profile" else { throw value.error("is no key; the keys are profile") }
      choose = try value.flag()
    }
    return choose
  }
}
