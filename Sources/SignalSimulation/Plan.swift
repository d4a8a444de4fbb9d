import CrampModel

/// A scenario worked out for one seed: what each channel sees, and the truth about it.
struct Plan: Sendable {
  private(set) var channels: [ChannelPlan]
  /// Stretches without samples.
  private(set) var gaps: [Range<Double>] = []
  private(set) var labels: [Label] = []
  private let scenario: Scenario

  /// Works a scenario out.
  init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    channels = Array(repeating: ChannelPlan(), count: scenario.channels.count)
    for (index, activity) in scenario.activities.enumerated() {
      // Each has numbers of its own, so that adding one leaves those before it as they were.
      var generator = SplitMix64(seed: seed, UInt64(index), 3)
      add(Episode(activity, from: &generator), spread: activity.spread)
    }
    for (index, artefact) in scenario.artefacts.enumerated() {
      var generator = SplitMix64(seed: seed, UInt64(index), 4)
      add(artefact, from: &generator)
    }
    labels = labels.compactMap { clipped($0) }
    labels += scenario.channels.flatMap { rests(of: $0.name) }
    labels.sort { ($0.onset, $0.trialType) < ($1.onset, $1.trialType) }
  }

  private mutating func add(_ episode: Episode, spread: Spread) {
    for share in spread.shares(count: channels.count) {
      let efforts = episode.efforts.map { $0.moved(by: share.delay, gain: share.gain) }
      channels[share.channel].efforts += efforts
      channels[share.channel].transients += episode.transients.map {
        $0.moved(by: share.delay, gain: share.gain)
      }
      let channel = scenario.channels[share.channel]
      for span in episode.spans {
        var visible: Range<Double>? = span.start + share.delay..<span.end + share.delay
        if span.name == "cramp", let effort = efforts.first {
          visible = visibleSpan(effort, over: channel.restRMS)
        }
        guard let visible else { continue }
        labels.append(Label(visible, span.name, channel: channel.name))
      }
    }
  }

  /// The span in which a cramp's own level reaches twice rest, or, where weak cramps count too,
  /// half its own plateau if that is less.
  private func visibleSpan(_ effort: Effort, over rest: Double) -> Range<Double>? {
    guard scenario.labelsWeakCramps, case .cramp(let cramp, _, _) = effort.shape else {
      return effort.visibleSpan(from: 2 * rest)
    }
    let plateau = effort.gain * cramp.level
    return plateau >= 1.2 * rest ? effort.visibleSpan(from: min(2 * rest, plateau / 2)) : nil
  }

  private mutating func add(_ artefact: Artefact, from generator: inout SplitMix64) {
    let span = artefact.start..<artefact.start + max(0, artefact.duration)
    if artefact.kind == .gap {
      gaps.append(span)
      labels.append(Label(span, "artefact"))
      return
    }
    let effects = Interference(artefact, rate: scenario.rate, from: &generator)
    for share in artefact.spread.shares(count: channels.count) {
      channels[share.channel].disturbances += effects.disturbances
      channels[share.channel].transients += effects.transients.map {
        $0.moved(by: share.delay, gain: share.gain)
      }
      guard !artefact.isBackground else { continue }
      labels.append(Label(span, "artefact", channel: scenario.channels[share.channel].name))
    }
  }

  private func clipped(_ label: Label) -> Label? {
    guard let length = label.duration, label.onset < scenario.duration else { return nil }
    var result = label
    result.duration = min(length, scenario.duration - label.onset)
    return result
  }

  /// The stretches of at least a second in which nothing has a name.
  private func rests(of channel: String) -> [Label] {
    let named = labels.filter { $0.channel == nil || $0.channel == channel }
    var result: [Label] = []
    var free = 0.0
    for label in named.sorted(by: { $0.onset < $1.onset }) {
      if label.onset - free >= 1 {
        result.append(Label(free..<label.onset, "rest", channel: channel))
      }
      free = max(free, label.onset + (label.duration ?? 0))
    }
    if scenario.duration - free >= 1 {
      result.append(Label(free..<scenario.duration, "rest", channel: channel))
    }
    return result
  }
}

/// What one channel sees.
struct ChannelPlan: Sendable {
  var efforts: [Effort] = []
  var transients: [Transient] = []
  var disturbances: [Disturbance] = []
}

extension Label {
  fileprivate init(_ span: Range<Double>, _ trialType: String, channel: String? = nil) {
    self.init(
      onset: Self.milliseconds(span.lowerBound),
      duration: Self.milliseconds(span.upperBound) - Self.milliseconds(span.lowerBound),
      trialType: trialType,
      channel: channel
    )
    duration = duration.map(Self.milliseconds)
  }

  private static func milliseconds(_ seconds: Double) -> Double {
    (seconds * 1_000).rounded() / 1_000
  }
}

extension Effort {
  /// From the first to the last moment at which the level is at least `least`.
  ///
  /// - Parameter least: An RMS in microvolts.
  /// - Returns: The span to a hundredth of a second; `nil` if the contraction does not show.
  func visibleSpan(from least: Double) -> Range<Double>? {
    let steps = Int((end - start) * 100) + 1
    func shows(_ step: Int) -> Bool { level(at: start + Double(step) / 100) >= least }
    guard let first = (0...steps).first(where: shows), let last = (0...steps).last(where: shows)
    else { return nil }
    return start + Double(first) / 100..<start + Double(last) / 100
  }
}
