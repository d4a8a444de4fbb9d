/// How the muscles of a chain have shared their work so far, for reports.
public struct ChainSummary: Hashable, Sendable {
  /// One muscle of the chain.
  public struct Muscle: Hashable, Sendable {
    /// Its channel's position in the stream.
    public let channel: Int
    /// Its share of the session's work, in per cent.
    public let share: Double
    /// Its share at the session's beginning, in per cent; `nil` until that is over.
    public let shareBefore: Double?
    /// Its share in the last minute of work, in per cent; `nil` until there is one.
    public let shareRecent: Double?
    /// How its median frequency goes; `nil` without enough steady contraction.
    public let fatigue: Fatigue?
  }

  /// The chain's name.
  public let chain: String
  /// Seconds in which the chain worked, in this session.
  public let seconds: Int
  /// The muscles, in the order of the stream.
  public let muscles: [Muscle]

  init(_ work: ChainWork) {
    chain = work.name
    seconds = work.seconds
    var shares = work.muscles.map(\.total)
    ChainWork.makeShares(of: &shares)
    let isFull = work.recent.count == Compensation.blocks
    muscles = work.channels.indices.map { member in
      let recent = work.recent.reduce(0) { $0 + $1[member] } / Double(max(1, work.recent.count))
      return Muscle(
        channel: work.channels[member],
        share: shares[member],
        shareBefore: work.before.map { $0[member] },
        shareRecent: isFull ? recent : nil,
        fatigue: Fatigue(work.muscles[member].slope)
      )
    }
  }
}
