import CrampHistory
import CrampModel

/// The episodes as an events file of BIDS 1.11 and the sidecar that explains its columns.
struct EventsFile {
  private let facts: ReportFacts
  private let start: Timestamp

  init(_ facts: ReportFacts) {
    self.facts = facts
    start = facts.range?.lowerBound ?? .epoch
  }

  /// The table; `n/a` for what is not known.
  var table: String {
    let heads = [
      "onset", "duration", "trial_type", "channel", "verdict", "severity", "sleep_disturbance",
    ]
    let rows = facts.diary.entries.flatMap { entry -> [[String]] in
      let said = [
        entry.label?.verdict?.rawValue, entry.label?.severity.map { Figure.short($0) },
        entry.label?.sleepDisturbance.map { Figure.short($0) },
      ]
      guard let episode = entry.episode else {
        return [row(entry.time, entry.label?.duration, "cramp_reported", nil, said)]
      }
      return episode.courses.map { row($0.begin, $0.duration, "cramp", $0.channel, said) }
    }
    return ([heads] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  private func row(
    _ time: Timestamp,
    _ duration: Double?,
    _ type: String,
    _ channel: String?,
    _ said: [String?]
  ) -> [String] {
    let cells = [
      Figure.short(time.seconds(since: start), decimals: 6),
      duration.map { Figure.short($0, decimals: 6) }, type, channel.map(PlainText.cell),
    ]
    return (cells + said).map { cell in cell.flatMap { $0.isEmpty ? nil : $0 } ?? "n/a" }
  }

  /// What the columns mean, in JSON.
  var sidecar: String {
    """
    {
      "onset": {
        "Description": "Seconds from \(start.description) to the onset.",
        "Units": "s"
      },
      "duration": {
        "Description": "Length: by the detector, or of a reported cramp as the person remembers it.",
        "Units": "s"
      },
      "trial_type": {
        "Levels": {
          "cramp": "Found by the detector.",
          "cramp_reported": "Told by the person and not found by the detector."
        }
      },
      "channel": {"Description": "The channel that it was found on."},
      "verdict": {
        "Description": "The person's own word.",
        "Levels": {
          "confirmed": "It was a cramp.",
          "false-alarm": "It was none.",
          "missed": "It was one that the detector has not found."
        }
      },
      "severity": {"Description": "The person's own scale from 0 to 10."},
      "sleep_disturbance": {"Description": "The person's own scale from 0 to 10."}
    }

    """
  }
}
