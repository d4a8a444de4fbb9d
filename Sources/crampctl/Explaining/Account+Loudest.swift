import CrampDetection
import CrampModel

extension Account {
  /// Tells why the loudest stretch of a recording was no cramp.
  ///
  /// - Parameters:
  ///   - window: A window whose close-up is the stretch.
  ///   - span: The stretch, in seconds from the start of the recording.
  ///   - channel: The channel.
  ///   - profile: What it was held against.
  init(
    loudest window: DrawnWindow,
    span: ClosedRange<Double>,
    channel: ChannelDescription,
    profile: Profile
  ) {
    let from = NumberText.clock(span.lowerBound)
    let to = NumberText.clock(span.upperBound)
    let seconds = NumberText.length(span.upperBound - span.lowerBound)
    self.init(
      title: "the loudest \(seconds), on \(TextTable.plain(channel.name)), \(from) to \(to)"
    )
    marks = [
      Mark(letter: "<", name: "from", time: span.lowerBound, text: ""),
      Mark(letter: ">", name: "to", time: span.upperBound, text: ""),
    ]
    let traces = window.closeUp
    let review = ContractionReview(nearestIn: traces, profile: profile)
    let level = LevelText(channel.unit)
    let fault = Self.commonest(traces)
    heading = "what came nearest to a cramp in it, and what a cramp needs:"
    findings = review.findings
    sentences = [
      Self.levels(traces, level), Self.reason(review, traces, fault, profile),
      Advice(review, fault: fault, profile: profile).sentence,
    ]
  }

  private static func levels(_ traces: [ChannelTrace], _ level: LevelText) -> String {
    let highest = traces.lazy.filter(\.isJudged).map(\.level).max()
    guard let levels = traces.last(where: { $0.levels != nil })?.levels else {
      return "No rest was seen before it, so there were no levels to hold it against."
    }
    let top = highest.map { "It reached \(level.text($0))" } ?? "None of it could be judged"
    return "\(top); rest was \(level.text(levels.rest)), on counts from \(level.text(levels.on)), "
      + "off below \(level.text(levels.off))."
  }

  private static func reason(
    _ review: ContractionReview,
    _ traces: [ChannelTrace],
    _ fault: SignalFault?,
    _ profile: Profile
  ) -> String {
    guard !traces.isEmpty else { return "No cramp: there were no samples." }
    let isShort = review.unmet.contains { $0.criterion == .length }
    let unmet = review.unmet.filter { finding in
      // What is too short is above the levels for too little of a window besides.
      !isShort || (finding.criterion != .aboveOn && finding.criterion != .aboveOff)
    }
    let lacking = unmet.map { finding in
      switch finding.criterion {
      case .length:
        finding.value == 0
          ? "it never reached the on level"
          : "it was raised for \(finding.shown), and profile \(profile.name) asks for "
            + finding.asked
      case .aboveOn: "it was above the on level for only \(finding.shown) of the time"
      case .aboveOff: "it was above the off level for only \(finding.shown) of the time"
      case .clear:
        "only \(finding.shown) of the time could be judged"
          + (fault.map { " (\($0.rawValue))" } ?? "")
      case .valley: "it fell back towards rest between bursts, as movements do"
      case .evenness: "its half seconds differed too much from one another"
      }
    }
    return lacking.isEmpty
      ? "No cramp: it was raised, but not as one contraction from its own beginning on."
      : "No cramp: \(NumberText.list(lacking))."
  }

  /// What most often kept the stretch from being judged.
  private static func commonest(_ traces: [ChannelTrace]) -> SignalFault? {
    var counts: [SignalFault: Int] = [:]
    for trace in traces {
      if let fault = trace.fault ?? trace.veto { counts[fault, default: 0] += 1 }
    }
    return SignalFault.allCases.max { counts[$0, default: 0] < counts[$1, default: 0] }
      .flatMap { counts[$0] == nil ? nil : $0 }
  }
}
