internal import CrampModel

/// Whether an open cramp can be seen, and which samples were missing; knows nothing of muscles.
struct Observation: Sendable {
  /// Seconds after which a cramp out of sight is given up.
  var limit: Double
  private var missingSamples = 0
  private var missingHops = 0
  private var unobservedHops = 0
  private(set) var isUnobserved = false

  /// Gives an open cramp up after `limit` seconds out of sight.
  init(limit: Double) {
    self.limit = limit
  }

  /// Counts the samples that a hop lacks.
  mutating func count(_ row: FeatureRow, _ changes: inout [ChannelChange]) {
    if row.missing > 0 {
      missingSamples += row.missing
      missingHops += 1
    } else {
      endLoss(at: row.hop, &changes)
    }
  }

  /// Tells of samples that were missing up to a hop.
  mutating func endLoss(at hop: Int, _ changes: inout [ChannelChange]) {
    guard missingSamples > 0 else { return }
    changes.append(.lost(samples: missingSamples, first: hop - missingHops, hops: missingHops))
    missingSamples = 0
    missingHops = 0
  }

  /// Hops that were missing up to now.
  var missing: Int { missingHops }

  /// A fault neither hides nor ends an open cramp: it makes it unobserved.
  ///
  /// - Parameters:
  ///   - contraction: The open cramp, if there is one.
  ///   - reason: Why the channel cannot be judged; `nil` if it can.
  ///   - isValid: Whether enough samples were there.
  ///   - lastJudged: The last hop that could be judged.
  ///   - changes: Where changes are appended.
  /// - Returns: Whether the cramp has been out of sight for too long.
  mutating func advance(
    _ contraction: Contraction?,
    _ reason: String?,
    isValid: Bool,
    lastJudged: Int,
    _ changes: inout [ChannelChange]
  ) -> Bool {
    guard let contraction, reason != nil || !isValid else {
      if contraction != nil, isUnobserved { changes.append(.observed) }
      isUnobserved = false
      unobservedHops = 0
      return false
    }
    unobservedHops += 1
    if !isUnobserved, reason != nil || unobservedHops >= SignalHealth.hold {
      isUnobserved = true
      changes.append(.unobserved(reason ?? "samples-lost"))
    }
    guard Double(unobservedHops) * FeatureRow.hopSeconds >= limit else { return false }
    changes.append(.signalLost(contraction, lastSeen: lastJudged))
    return true
  }
}
