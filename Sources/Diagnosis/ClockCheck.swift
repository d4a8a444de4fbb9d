import CrampModel
import EventJournal

/// Whether the times of events can be believed.
struct ClockCheck {
  let scene: Scene

  /// 2025-01-01: before it, no crampd was made.
  private static let first = Timestamp(microseconds: 1_735_689_600_000_000)

  var findings: [Finding] {
    let (now, isSynchronised) = scene.machine.clock()
    let enable = scene.machine.asRoot("timedatectl set-ntp true")
    guard now >= Self.first else {
      return [finding(.wrong, "the clock is years behind: \(now)", mend: enable)]
    }
    var findings: [Finding] = []
    if let newest, newest > now.microseconds, newest - now.microseconds > 60_000_000 {
      let ahead = Words.length(Double(newest - now.microseconds) / 1e6)
      findings.append(
        finding(
          .wrong,
          "the newest event is \(ahead) ahead of the clock, so one of them is wrong",
          mend: enable
        )
      )
    }
    switch isSynchronised {
    case true?:
      if findings.isEmpty { findings.append(finding(.ok, "the clock is set by a time server")) }
    case false?:
      findings.append(finding(.warning, "the clock is not set by a time server", mend: enable))
    case nil: findings.append(finding(.note, "whether the clock is right is not known"))
    }
    return findings
  }

  /// When the newest event was decided, in microseconds.
  private var newest: Int64? {
    guard let reader = try? JournalReader(path: scene.journal) else { return nil }
    return (try? reader.lines(query: HistoryQuery(limit: 1, ascending: false)))?
      .last?.detectedMicroseconds
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("clock", level, message, mend: mend)
  }
}
