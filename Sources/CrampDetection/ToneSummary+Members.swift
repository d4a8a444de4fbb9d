internal import CrampModel

extension ToneSummary {
  /// Puts the span into the members of its event; levels of zero and below are left out, because
  /// tones are compared as ratios.
  func describe(
    in channel: ChannelDescription,
    rest: Double?,
    on: Double?,
    into details: inout [EventDetail]
  ) {
    let isMicrovolts = channel.unit == .microvolt
    func add(_ detail: EventDetail?) {
      if let detail { details.append(detail) }
    }
    func add(_ level: Double?, _ microvolts: EventKey, _ plain: EventKey) {
      guard let level, level > 0 else { return }
      let decimals = isMicrovolts ? 2 : 4
      add(.rounded(isMicrovolts ? microvolts : plain, level, decimals: decimals))
    }
    add(.rounded(.duration, Double(hops) * FeatureRow.hopSeconds, decimals: 2))
    add(EventDetail(.still, .count(Int64(still))))
    add(.rounded(.clear, Double(judged) / Double(hops), decimals: 3))
    add(tone, .toneMicrovolts, .tone)
    add(level, .levelMicrovolts, .level)
    add(rest, .restMicrovolts, .rest)
    add(on, .onMicrovolts, .on)
    if !isMicrovolts { add(EventDetail(.unit, .text(channel.unit.rawValue))) }
  }
}
