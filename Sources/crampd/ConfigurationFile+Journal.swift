import DetectorSettings
import EventJournal
import Yams

extension ConfigurationFile {
  /// Reads `journal`: how old its events and how large its file may become.
  func readJournal(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> JournalRetention {
    var retention = JournalRetention.keepAll
    for (key, value) in try members(value.node, under: "journal.") {
      switch key {
      case "keep_days":
        retention.maximumAge = .seconds(86_400 * (try value.count(in: 1...36_500)))
      case "max_mb":
        retention.maximumBytes = try value.count(in: 2...10_000_000) * 1_000_000
      default: throw value.error("is no key; the keys are keep_days, max_mb")
      }
    }
    return retention
  }
}
