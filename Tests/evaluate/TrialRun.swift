import CrampDetection
import CrampModel
import CrampPipeline
import Recordings
import SignalSimulation

/// Streams one trial through the detector and scores what comes out.
struct TrialRun {
  private let trial: Trial
  private let scenario: Scenario
  private let truth: [Label]
  private let events: [CrampEvent]
  private let start: Timestamp

  /// Runs a trial.
  ///
  /// - Throws: ``ScenarioError`` if the trial's specification is not known, and what reading kept
  ///   samples throws.
  init(_ trial: Trial, kept: KeptSamples?) throws {
    self.trial = trial
    scenario = try Scenario(specification: trial.specification)
    var simulation = Simulation(scenario: scenario)
    var profile = trial.profile
    // Warnings change nothing about cramps; see the tests of both.
    profile.warns = trial.kind == .night
    let pipeline = CrampPipeline(stream: simulation.stream, profile: profile)
    var events: [CrampEvent] = []
    if let kept {
      try kept.read(trial, scenario) { events += pipeline.push($0) }
    } else {
      var block = SampleBlock(channelCount: simulation.stream.channels.count)
      while simulation.read(into: &block, seconds: 1) {
        events += pipeline.push(block)
      }
    }
    events += pipeline.finish(.endOfRecording)
    self.events = events
    truth = simulation.labels
    start = simulation.stream.start
  }

  /// What is to be found: cramps, and in cued practice every contraction that is held.
  static func reference(_ labels: [Label], of trial: Trial) -> [Label] {
    labels.compactMap { label in
      let isHeld =
        trial.kind == .practice && label.trialType == "voluntary"
        && (label.duration ?? 0) >= trial.profile.confirmAfter
      guard label.trialType == "cramp" || isHeld else { return nil }
      var label = label
      label.trialType = "cramp"
      return label
    }
  }

  /// The scored trial.
  func outcome(kept: KeptSamples?) -> Outcome {
    let found = DetectedEvents.labels(of: events, start: start).filter { $0.trialType == "cramp" }
    let contrast = kept.map { Contrast(scenario, keptBeside: $0.folder, trial) }
    var outcome = Self.outcome(
      trial,
      scenario,
      truth: truth,
      found: found,
      events: events,
      start: start,
      contrast: contrast
    )
    guard trial.kind == .night else { return outcome }
    outcome.warnings = Warnings(trial, scenario, truth, events)
    outcome.spasms = Spasms(trial, scenario, truth, events)
    return outcome
  }

  /// Scores detections of any origin; those without events have no delays.
  static func outcome(
    _ trial: Trial,
    _ scenario: Scenario,
    truth: [Label],
    found: [Label],
    events: [CrampEvent] = [],
    start: Timestamp = .epoch,
    contrast: Contrast? = nil
  ) -> Outcome {
    let score = Score(
      reference: reference(truth, of: trial),
      detected: found,
      recordingSeconds: scenario.duration
    )
    let contrast = contrast ?? Contrast(scenario)
    let cause = Cause(scenario)
    let cramps = score.matches.map { match in
      cramp(match, trial, scenario, contrast, cause, Delays(events, match, start: start))
    }
    let alarms = score.falseAlarms.map {
      FalseAlarm(trial: trial, span: $0, cause: cause.name(of: $0))
    }
    return Outcome(
      trial: trial,
      cramps: cramps,
      falseAlarms: alarms,
      hours: scenario.duration / 3_600
    )
  }

  private static func cramp(
    _ match: Score.Match,
    _ trial: Trial,
    _ scenario: Scenario,
    _ contrast: Contrast,
    _ cause: Cause,
    _ delays: Delays
  ) -> FoundCramp {
    var best = (decibels: -Double.infinity, rise: 0.0, depth: 0.0)
    for (index, activity) in scenario.activities.enumerated() {
      let span = activity.start...activity.start + activity.duration
      guard span.overlaps(match.reference) else { continue }
      if trial.kind != .practice, activity.name != "cramp" { continue }
      guard let decibels = contrast.decibels(ofActivity: index), decibels > best.decibels else {
        continue
      }
      best = (decibels, 0, 0)
      if case .cramp(let cramp) = activity.kind {
        best = (decibels, cramp.rise, cramp.modulationDepth)
      }
    }
    let around = max(0, match.reference.lowerBound - 5)...match.reference.upperBound
    return FoundCramp(
      trial: trial,
      span: match.reference,
      contrast: best.decibels,
      rise: best.rise,
      depth: best.depth,
      isFound: match.detected != nil,
      onsetError: match.onsetError,
      releaseError: match.releaseError,
      suspectedAfter: delays.suspected,
      confirmedAfter: delays.confirmed,
      company: cause.names(in: around).filter { $0 != "cramp" },
      remarks: delays.remarks
    )
  }
}

/// How long after its onset a cramp was told.
struct Delays {
  private(set) var suspected: Double?
  private(set) var confirmed: Double?
  private(set) var remarks = ""

  init(_ events: [CrampEvent], _ match: Score.Match, start: Timestamp) {
    remarks = Self.remarks(events, match.reference, start: start)
    guard let detected = match.detected else { return }
    let onset = events.first { event in
      event.type == .crampOnset
        && detected.contains(event.time.seconds(since: start))
    }
    guard let onset else { return }
    let told = onset.detected.seconds(since: start)
    confirmed = told - match.reference.lowerBound
    let early = events.first { event in
      event.type == .crampSuspected && event.episode == onset.episode
        && event.detected.seconds(since: start) <= told
    }
    let first = early.map { $0.detected.seconds(since: start) } ?? told
    suspected = first - match.reference.lowerBound
  }

  private static func remarks(
    _ events: [CrampEvent],
    _ span: ClosedRange<Double>,
    start: Timestamp
  ) -> String {
    var bad: [String: Double] = [:]
    var open: [String: (reason: String, since: Double)] = [:]
    var suspicions = 0
    func close(_ channel: String, at time: Double) {
      guard let fault = open.removeValue(forKey: channel) else { return }
      let overlap = min(time, span.upperBound) - max(fault.since, span.lowerBound)
      if overlap > 0 { bad[fault.reason, default: 0] += overlap }
    }
    for event in events {
      let time = event.time.seconds(since: start)
      let channel = event.channel ?? ""
      switch event.type {
      case .signalBad:
        var reason = "?"
        if case .text(let text) = event[.reason] { reason = text }
        open[channel] = (reason, time)
      case .signalGood: close(channel, at: time)
      case .crampSuspected where span.contains(time): suspicions += 1
      default: break
      }
    }
    for channel in open.keys.sorted() { close(channel, at: span.upperBound) }
    let length = span.upperBound - span.lowerBound
    let parts = bad.sorted { $0.key < $1.key }
      .map { "\($0.key) \(Text.number(min(100, 100 * $0.value / length), 0)) %" }
    return ([suspicions > 0 ? "suspected \(suspicions) times" : "never suspected"] + parts)
      .joined(separator: ", ")
  }
}
