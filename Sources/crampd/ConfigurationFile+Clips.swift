import DetectorSettings
import Recordings
import Yams

extension ConfigurationFile {
  /// Reads `clips`: `true`, `false`, or a mapping of what is different from the defaults.
  func readClips(_ value: ConfigurationValue) throws(ConfigurationError) -> ClipPlan? {
    guard value.node.mapping != nil else { return try value.flag() ? ClipPlan() : nil }
    var plan = ClipPlan()
    for (key, value) in try members(value.node, under: "clips.") {
      switch key {
      case "directory": plan.directory = try Self.directory(value)
      case "before_s": plan.span.before = try Self.seconds(value)
      case "after_s": plan.span.after = try Self.seconds(value)
      case "max_mb":
        plan.policy.maximumBytes = Int64(try value.count(in: 1...10_000_000)) * 1_000_000
      case "keep_days": plan.policy.keepDays = try value.count(in: 1...36_500)
      default:
        throw value.error("is no key; the keys are directory, before_s, after_s, max_mb, keep_days")
      }
    }
    return plan
  }

  private static func directory(_ value: ConfigurationValue) throws(ConfigurationError) -> String {
    let path = try value.text()
    guard path.hasPrefix("/") else { throw value.error("does not begin with /") }
    return path
  }

  private static func seconds(_ value: ConfigurationValue) throws(ConfigurationError) -> Double {
    let seconds = try value.number()
    guard (0...60).contains(seconds) else { throw value.error("is not from 0 to 60") }
    return seconds
  }
}
