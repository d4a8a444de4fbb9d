import CrampModel

extension CrampEvent {
  /// What happened, on one line and in words.
  var sentence: String {
    switch type {
    case .crampOnset, .crampSuspected, .crampDismissed, .crampRelease, .crampUnobserved,
      .crampObserved, .crampWarning, .crampWarningCleared, .spasm, .compensation, .signalBad,
      .signalGood:
      channelSentence
    case .sensorAttached: "Sensor \(named(sensor)) is attached"
    case .sensorDetached: "Sensor \(named(sensor)) is gone\(after(.message))"
    case .sensorFailed: "Sensor \(named(sensor)) does not work\(after(.message))"
    case .samplesLost: "\(word(.count) ?? "Some") samples of \(subject) were lost\(seconds)"
    case .marker: "Mark\(after(.text))"
    case .sessionStarted: "Session \(word(.name) ?? "without a name") began"
    case .sessionEnded: "Session \(word(.name) ?? "without a name") ended"
    case .calibrationChanged: "Calibration of \(subject) changed"
    case .clockStepped: "System clock moved by \(word(.offset) ?? "some") s"
    case .journalRecovered: "Damaged event journal was set aside\(after(.message))"
    case .daemonStarted: "crampd \(word(.version) ?? "") began its work"
    case .daemonStopped: "crampd \(word(.version) ?? "") ended its work"
    }
  }

  private var channelSentence: String {
    switch type {
    case .crampOnset:
      "Cramp began on \(subject)" + aside(word(.confidence).map { "confidence \($0)" })
    case .crampSuspected: "Contraction on \(subject) may become a cramp"
    case .crampDismissed: "Contraction on \(subject) was no cramp" + aside(word(.reason))
    case .crampRelease: "Cramp ended on \(subject)\(seconds)" + aside(word(.reason))
    case .crampUnobserved: "Cramp on \(subject) cannot be seen any more" + aside(word(.reason))
    case .crampObserved: "Cramp on \(subject) can be seen again"
    case .crampWarning: "A cramp may be coming on \(subject)" + aside(word(.cause))
    case .crampWarningCleared: "A cramp is no longer announced on \(subject)"
    case .spasm: "Spasm on \(subject)\(seconds)"
    case .compensation: "\(subject) works for \(word(.from) ?? "another muscle")"
    case .signalBad: "Signal of \(subject) cannot be judged" + aside(word(.reason))
    case .signalGood: "Signal of \(subject) can be judged again"
    default: type.rawValue
    }
  }

  /// The channel, else the sensor.
  private var subject: String { named(channel ?? sensor) }

  private var seconds: String { word(.duration).map { " after \($0) s" } ?? "" }

  private func named(_ name: String?) -> String { name ?? "unknown" }

  private func aside(_ words: String?) -> String { words.map { " (\($0))" } ?? "" }

  private func after(_ key: EventKey) -> String { word(key).map { ": \($0)" } ?? "" }

  private func word(_ key: EventKey) -> String? { self[key]?.journalTexts.joined(separator: ", ") }
}
