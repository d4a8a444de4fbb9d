public import CrampModel

/// Watches chains of muscles for one that does the work of another; experimental.
///
/// A chain is what channels of EMG with the same ``ChannelDescription/chain`` are, two at least;
/// without one, nothing is watched. Rows come hop by hop, all channels of a hop before the next
/// hop. The answer depends on the rows and resting levels alone. Constant memory; a hop allocates
/// nothing, ten seconds of work a few numbers.
///
/// What it compares is one session with its own beginning. Another exercise shares the work in
/// another way, so that a change of exercise looks like compensation.
public struct ChainWatch: Sendable {
  private struct Place: Sendable {
    let chain: Int
    let member: Int
  }

  private var stream: StreamDescription
  private let places: [Place?]
  private var identity: DetectorIdentity
  private var chains: [ChainWork] = []
  private var numberOfIDs: UInt64 = 0
  private var second: Int?

  /// A watch over the chains of a stream.
  ///
  /// - Parameters:
  ///   - stream: Its channels say which chain they belong to.
  ///   - maxima: The level of each channel at maximum voluntary contraction, in its unit, as far as
  ///     calibrated; a chain of which all are known shares in per cent of them.
  ///   - identity: Where the identities of events come from.
  public init(
    stream: StreamDescription,
    maxima: [Double?] = [],
    identity: DetectorIdentity = .derived
  ) {
    self.stream = stream
    self.identity = identity
    var places = [Place?](repeating: nil, count: stream.channels.count)
    var names: [String] = []
    for channel in stream.channels {
      if let chain = channel.chain, !names.contains(chain) { names.append(chain) }
    }
    for name in names {
      let members = stream.channels.indices.filter {
        stream.channels[$0].chain == name && stream.channels[$0].modality == .emg
      }
      guard members.count > 1 else { continue }
      let known = members.map { maxima.indices.contains($0) ? maxima[$0] : nil }
      let isCalibrated = known.allSatisfy { $0 != nil }
      for (member, channel) in members.enumerated() {
        places[channel] = Place(chain: chains.count, member: member)
      }
      chains.append(
        ChainWork(
          name: name,
          channels: members,
          maxima: isCalibrated ? known : members.map { _ in nil }
        )
      )
    }
    self.places = places
  }

  /// Goes on with other names; whether it can, because the chains are the same.
  ///
  /// - Parameter stream: The same channels.
  /// - Returns: Whether the names are taken; if not, the chains are others.
  public mutating func rename(_ stream: StreamDescription) -> Bool {
    guard stream.channels.map(\.chain) == self.stream.channels.map(\.chain) else { return false }
    self.stream = stream
    return true
  }

  /// Tells how the work has been shared so far.
  ///
  /// - Parameter summaries: Where a summary of each chain is appended.
  public func summarise(into summaries: inout [ChainSummary]) {
    for chain in chains { summaries.append(ChainSummary(chain)) }
  }

  /// Takes in the row of one channel.
  ///
  /// - Parameters:
  ///   - row: The hop's features.
  ///   - channel: The channel's index in the stream.
  ///   - rest: Its resting level; `nil` while that is unknown or the channel cannot be judged.
  ///   - events: Where events are appended.
  public mutating func advance(
    _ row: FeatureRow,
    channel: Int,
    rest: Double?,
    into events: inout [CrampEvent]
  ) {
    guard places.indices.contains(channel), let place = places[channel] else { return }
    let now = row.hop / FeatureRow.hopsPerSecond
    if let second, second != now {
      for chain in chains.indices {
        guard let found = chains[chain].endSecond(second) else { continue }
        events.append(event(found, chains[chain], row))
      }
    }
    second = now
    chains[place.chain].advance(row, member: place.member, rest: rest)
  }

  private mutating func event(
    _ found: Compensation,
    _ chain: ChainWork,
    _ row: FeatureRow
  ) -> CrampEvent {
    numberOfIDs += 1
    let detected = stream.start.advanced(bySeconds: row.end)
    let channel = stream.channels[chain.channels[found.to]]
    var details = [
      EventDetail(.chain, .text(chain.name)),
      EventDetail(.from, .text(stream.channels[chain.channels[found.from]].name)),
      EventDetail(.cause, .text(found.isByFatigue ? "fatigue" : "share")),
      EventDetail(.experimental, .flag(true)),
    ]
    describe(found, chain, into: &details)
    return CrampEvent(
      id: identity.next(
        sensor: stream.sensor,
        subject: EventType.compensation.rawValue,
        number: numberOfIDs,
        time: detected
      ),
      type: .compensation,
      time: stream.start.advanced(bySeconds: Double(chain.starts.first ?? 0)),
      detected: detected,
      sensor: stream.sensor,
      channel: channel.name,
      modality: channel.modality,
      details: details
    )
  }

  private func describe(
    _ found: Compensation,
    _ chain: ChainWork,
    into details: inout [EventDetail]
  ) {
    guard let shares = chain.before else { return }
    let before = shares[found.to]
    let after = before + Compensation.change(of: found.to, shares, chain.recent)
    let slope = Fatigue(chain.muscles[found.from].slope)?.percentPerMinute
    for detail in [
      EventDetail.rounded(.sharePercent, min(100, max(0, after))),
      EventDetail.rounded(.shareBeforePercent, before),
      slope.flatMap { EventDetail.rounded(.slope, $0) },
    ] {
      if let detail { details.append(detail) }
    }
  }
}
