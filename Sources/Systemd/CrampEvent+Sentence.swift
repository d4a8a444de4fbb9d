import CrampModel

extension CrampEvent {
  /// What happened, on one line and in words.
  var sentence: String {
    switch type {
    case .crampOnset: "Cramp began on \(subject)\(aside(.confidence, "confidence "))"
    case .crampSuspected: "Contraction on \(subject) may become a cramp"
    case .crampDismissed: "Contraction on \(subject) was no cramp\(aside(.reason))"
    case .crampRelease: "Cramp ended on \(subject)\(lasting(" after "))\(aside(.reason))"
    case .crampUnobserved: "Cramp on \(subject) cannot be seen any more\(aside(.reason))"
    case .crampObserved: "Cramp on \(subject) can be seen again"
    case .crampWarning: "A cramp may be coming on \(subject)\(aside(.cause))"
    case .crampWarningCleared: "A cramp is no longer announced on \(subject)"
    case .spasm: "Spasm on \(subject)\(lasting(" lasted "))"
    case .compensation: "\(subject) works for \(word(.from) ?? "another muscle")"
    case .signalBad: "Signal of \(subject) cannot be judged\(aside(.reason))"
    case .signalGood: "Signal of \(subject) can be judged again"
    case .sensorAttached: "Sensor \(place) is attached"
    case .sensorDetached: "Sensor \(place) is gone\(after(.message))"
    case .sensorFailed: "Sensor \(place) does not work\(after(.message))"
    case .samplesLost: "\(word(.count) ?? "Some") samples of \(subject) were lost\(gap)"
    case .marker: "Mark\(after(.text))"
    case .sessionStarted: "Session\(between(.name)) began"
    case .sessionEnded: "Session\(between(.name)) ended"
    case .sessionCramp: "Cramp on \(subject) in session\(between(.name))\(lasting(" lasted "))"
    case .sessionChannel: "Session\(between(.name)) on \(subject): \(cramps)"
    case .episodeLabelled: "Somebody said of \(episodeSubject): \(word(.verdict) ?? "a word")"
    case .tone: "Tone of \(subject)\(after(.toneMicrovolts))"
    case .toneRaised: "Tone of \(subject) is above the usual\(aside(.toneRatio, "times "))"
    case .toneUsual: "Tone of \(subject) is as usual again"
    case .calibrationChanged: "Calibration of \(subject) changed"
    case .clockStepped: "System clock moved by \(word(.offset) ?? "some") s"
    case .journalRecovered: "Damaged event journal was set aside\(after(.message))"
    case .daemonStarted: "crampd\(between(.version)) began its work"
    case .daemonStopped: "crampd\(between(.version)) ended its work"
    }
  }

  /// A message is for a glance; what a person wrote is whole in its own field.
  private static let longestWord = 200

  /// The channel, else the sensor.
  private var subject: String { channel ?? place }

  private var episodeSubject: String { channel.map { "a cramp on \($0)" } ?? "a cramp" }

  private var cramps: String { word(.count).map { "\($0) cramps" } ?? "no word of cramps" }

  private var place: String { sensor ?? "unknown" }

  private var gap: String { word(.duration).map { " (\($0) s)" } ?? "" }

  private func lasting(_ words: String) -> String {
    word(.duration).map { "\(words)\($0) s" } ?? ""
  }

  private func aside(_ key: EventKey, _ words: String = "") -> String {
    word(key).map { " (\(words)\($0))" } ?? ""
  }

  private func after(_ key: EventKey) -> String { word(key).map { ": \($0)" } ?? "" }

  private func between(_ key: EventKey) -> String { word(key).map { " \($0)" } ?? "" }

  private func word(_ key: EventKey) -> String? {
    guard let text = self[key]?.fieldTexts.joined(separator: ", ") else { return nil }
    let start = text.prefix(Self.longestWord)
    return start.endIndex == text.endIndex ? text : "\(start)\u{2026}"
  }
}
