internal import CrampModel

/// Puts what decided into the members of an event, in microvolts where the unit is known to be
/// voltage.
struct EventEvidence: Sendable {
  /// The channel's unit.
  let unit: SignalUnit
  /// The levels that the contraction was measured against.
  let thresholds: Thresholds
  /// What a ratio counts from: 0 for the RMS of EMG, rest for a pressure, whose zero means nothing.
  private let origin: Double
  /// What the channel's maximum is, if it was calibrated.
  let calibration: Calibration?
  /// The members so far.
  private(set) var details: [EventDetail]

  /// Begins with who decided.
  init(
    _ channel: ChannelDescription,
    thresholds: Thresholds,
    profile: Profile,
    calibration: Calibration? = nil
  ) {
    unit = channel.unit
    switch channel.modality {
    case .emg, .envelope: origin = 0
    case .pressure, .force: origin = thresholds.rest
    }
    self.calibration = calibration
    self.thresholds = thresholds
    details = []
    Self.addDecider(profile, to: &details)
  }

  /// Adds the members that name who decided.
  static func addDecider(_ profile: Profile, to details: inout [EventDetail]) {
    details.append(EventDetail(.profile, .text(profile.name)))
    details.append(EventDetail(.detector, .text(DetectorVersion.current)))
  }

  /// Describes the window that spoke for a contraction.
  mutating func add(_ window: ContractionWindow, _ row: FeatureRow) {
    let confidence = Confidence(
      mean: window.mean - origin,
      on: thresholds.on - origin,
      valley: window.valley,
      clear: window.clear
    )
    add(.rounded(.confidence, confidence.value, decimals: 2))
    if row.quality.medianFrequency > 0 {
      add(.rounded(.medianFrequency, row.quality.medianFrequency, decimals: 1))
    }
    if window.clear < 1 || row.quality.motion > 0.7 {
      add(EventDetail(.degraded, .flag(true)))
    }
    add(measured: window)
  }

  /// Describes a contraction that was no cramp.
  ///
  /// - Parameters:
  ///   - reason: What it lacked.
  ///   - seconds: How long it lasted.
  ///   - window: What it was like, over its last 20 s at most.
  mutating func add(_ reason: DismissalReason, lasted seconds: Double, _ window: ContractionWindow)
  {
    add(EventDetail(.reason, .text(reason.rawValue)))
    add(.rounded(.duration, seconds, decimals: 2))
    if window.mean > 0 { add(measured: window) }
  }

  /// Describes a cramp that is over.
  mutating func add(peak: Double, _ total: LevelCourse.Total) {
    add(level(peak, .peakMicrovolts, .peak))
    add(.rounded(.peakRatio, ratio(peak), decimals: 1))
    add(calibrated: peak, .peakMVCPercent)
    if let mean = total.mean { add(level(mean, .meanMicrovolts, .mean)) }
    if origin == 0, let area = total.area(overRest: thresholds.rest) {
      add(.rounded(.areaRatio, area, decimals: 1))
    }
    addThresholds()
  }

  private mutating func add(measured window: ContractionWindow) {
    let rms = origin == 0 ? window.rms : window.mean
    add(level(rms, .rmsMicrovolts, .rms))
    add(.rounded(.restRatio, ratio(window.mean), decimals: 1))
    add(calibrated: rms, .mvcPercent)
    add(.rounded(.valley, window.valley, decimals: 2))
    add(.rounded(.evenness, window.evenness, decimals: 2))
    add(.rounded(.aboveOn, window.aboveOn, decimals: 3))
    add(.rounded(.aboveOff, window.aboveOff, decimals: 3))
    add(.rounded(.clear, window.clear, decimals: 3))
    add(.rounded(.window, window.seconds, decimals: 2))
    addThresholds()
  }

  private mutating func add(calibrated level: Double, _ key: EventKey) {
    guard let calibration else { return }
    add(.rounded(key, calibration.percent(of: level), decimals: 1))
    add(EventDetail(.calibration, .text(calibration.id)))
  }

  private mutating func addThresholds() {
    add(level(thresholds.rest, .restMicrovolts, .rest))
    add(level(thresholds.on, .onMicrovolts, .on))
    add(level(thresholds.off, .offMicrovolts, .off))
    if unit != .microvolt { add(EventDetail(.unit, .text(unit.rawValue))) }
  }

  private mutating func add(_ detail: EventDetail?) {
    if let detail { details.append(detail) }
  }

  private func ratio(_ level: Double) -> Double {
    thresholds.rest > origin ? level / thresholds.rest : .infinity
  }

  private func level(_ level: Double, _ microvolts: EventKey, _ other: EventKey) -> EventDetail? {
    unit == .microvolt
      ? .rounded(microvolts, level, decimals: 2) : .rounded(other, level, decimals: 4)
  }
}
