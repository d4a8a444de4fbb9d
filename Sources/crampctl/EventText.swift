import CrampModel

/// An event as one line for people.
struct EventText {
  private let event: CrampEvent

  init(_ event: CrampEvent) {
    self.event = event
  }

  /// `2026-11-21 03:51:21  cramp.onset  left-calf  182.1 µV, 31.2 × rest, confidence 0.97`.
  ///
  /// - Parameter isColoured: Whether the type gets the colour of its weight.
  /// - Returns: The line without a line feed.
  func line(isColoured: Bool) -> String {
    let type = event.type.rawValue.padded(to: 20)
    let subject = (event.channel ?? event.sensor ?? "-").padded(to: 18)
    let shown = isColoured ? colour.map { "\u{1B}[\($0)m\(type)\u{1B}[0m" } ?? type : type
    let line = [LocalTime.dateAndTime(event.time), shown, TextTable.plain(subject), numbers]
      .joined(separator: "  ")
    var trimmed = Substring(line)
    while trimmed.last == " " { trimmed.removeLast() }
    return String(trimmed)
  }

  /// What matters of the members.
  var numbers: String {
    TextTable.plain(event.details.compactMap(words(_:)).joined(separator: ", "))
  }

  private var counted: String { event.type == .samplesLost ? "samples" : "cramps" }

  private func words(_ detail: EventDetail) -> String? {
    let value = Self.value(detail.value)
    return switch detail.key {
    case .confidence: "confidence \(value)"
    case .rmsMicrovolts: "\(value) µV"
    case .peakMicrovolts: "peak \(value) µV"
    case .restRatio: "\(value) × rest"
    case .peakRatio: "peak \(value) × rest"
    case .mvcPercent: "\(value) % of maximum"
    case .peakMVCPercent: "peak \(value) % of maximum"
    case .calibration: "calibration \(value)"
    case .duration: Self.number(detail.value).map { "lasted \(NumberText.length($0))" }
    case .offset: "\(value) s"
    case .rate: "\(value) Hz"
    case .localisation: "localised \(value)"
    case .spreadFrom: "spread from \(value)"
    case .coActive: "together with \(value)"
    case .chain: "chain \(value)"
    case .from: "takes over from \(value)"
    case .sharePercent: "\(value) % of the work"
    case .shareBeforePercent: "\(value) % before"
    case .slope: "median frequency \(value) %/min"
    case .experimental: "experimental"
    case .kind, .reason, .cause, .message, .text, .name, .channels, .driver, .cue,
      .verdict, .side, .muscle:
      value
    case .count: "\(value) \(counted)"
    case .toneMicrovolts: "tone \(value) µV"
    case .levelMicrovolts: "level \(value) µV"
    case .usualMicrovolts: "usually \(value) µV"
    case .toneBeforeMicrovolts: "tone before \(value) µV"
    case .toneAfterMicrovolts: "tone after \(value) µV"
    case .toneRatio: "\(value) × the usual tone"
    case .still: Self.number(detail.value).map { "still for \(NumberText.length($0))" }
    case .onsetAfter: Self.number(detail.value).map { "came after \(NumberText.length($0))" }
    case .letGo: Self.number(detail.value).map { "let go within \(NumberText.length($0))" }
    case .repetitions: "\(value) repetitions"
    case .crampsPerRepetition: "\(value) cramps per repetition"
    case .severity: "severity \(value)"
    case .sleepDisturbance: "sleep disturbance \(value)"
    case .score: "score \(value)"
    case .version: "version \(value)"
    case .rms, .peak, .tone, .level, .usual, .toneBefore, .toneAfter:
      "\(detail.key.rawValue) \(value)"
    case .unit, .medianFrequency, .valley, .degraded, .profile, .mean, .meanMicrovolts, .rest,
      .restMicrovolts, .on, .onMicrovolts, .off, .offMicrovolts, .areaRatio, .evenness, .aboveOn,
      .aboveOff, .clear, .window, .detector, .session:
      nil
    }
  }

  private static func value(_ value: EventValue) -> String {
    switch value {
    case .number(let number): NumberText.short(number)
    case .count(let count): String(count)
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: " ")
    case .flag(let flag): flag ? "yes" : "no"
    }
  }

  private static func number(_ value: EventValue) -> Double? {
    switch value {
    case .number(let number): number
    case .count(let count): Double(count)
    case .text, .texts, .flag: nil
    }
  }

  /// How much an event matters to a person.
  enum Weight {
    /// A cramp begins.
    case grave
    /// Something may come of it.
    case warning
    /// Something is over.
    case relief
    /// The observation suffers.
    case trouble
    case plain
  }

  /// How much the event matters.
  var weight: Weight {
    switch event.type {
    case .crampOnset: .grave
    case .crampSuspected, .crampWarning, .crampUnobserved, .spasm, .compensation, .toneRaised:
      .warning
    case .crampRelease, .crampDismissed, .crampWarningCleared, .crampObserved: .relief
    case .signalBad, .sensorFailed, .sensorDetached, .samplesLost, .journalRecovered,
      .clockStepped:
      .trouble
    case .signalGood, .sensorAttached, .marker, .sessionStarted, .sessionEnded, .sessionCramp,
      .sessionChannel, .episodeLabelled, .tone, .toneUsual, .calibrationChanged, .daemonStarted,
      .daemonStopped:
      .plain
    }
  }

  /// The select-graphic-rendition code for the weight of the event; `nil` for the plain ones.
  private var colour: String? {
    switch weight {
    case .grave: "1;31"
    case .warning: "33"
    case .relief: "32"
    case .trouble: "35"
    case .plain: nil
    }
  }
}

extension String {
  /// The text with blanks at its end, up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
