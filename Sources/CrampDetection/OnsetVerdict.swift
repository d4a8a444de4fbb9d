/// Whether a channel that would open a contraction is to do so, where others may be its source.
///
/// One contraction under several electrodes is one onset on the channel that is nearest to it. The
/// weaker channel may be the first to pass its threshold; it then waits for the stronger one for a
/// while, and opens in its place if that one does not: nothing is hidden by a channel that is shut.
public enum OnsetVerdict: Hashable, Sendable {
  /// It opens.
  case opens
  /// It waits for the stronger channel; ask again at the next hop.
  case waits
  /// It is the crosstalk of this open channel and opens nothing.
  case crosstalk(of: Int)

  /// Hops for which a weaker channel waits: 3 s, our assumption.
  public static let patience = 60

  /// Judges a channel that would open.
  ///
  /// - Parameters:
  ///   - source: Whose crosstalk it is, if any's: ``ChannelComparison/crosstalkSource(of:)``.
  ///   - waited: Hops since it would have opened for the first time.
  ///   - isOpen: Whether each channel of the stream is open.
  public init(crosstalkOf source: Int?, waited: Int, isOpen: [Bool]) {
    guard let source, isOpen.indices.contains(source) else {
      self = .opens
      return
    }
    if isOpen[source] {
      self = .crosstalk(of: source)
    } else {
      self = waited < Self.patience ? .waits : .opens
    }
  }
}
