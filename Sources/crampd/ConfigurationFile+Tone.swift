import DetectorSettings

extension ConfigurationFile {
  /// Reads `tone`: whether a resting tone above the usual is told.
  func readTone(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    for (key, value) in try members(value.node, under: "tone.") {
      switch key {
      case "watch": configuration.watchesTone = try value.flag()
      default: throw value.error("is no key; the keys are watch")
      }
    }
  }
}
