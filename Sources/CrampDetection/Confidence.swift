/// How sure the detector is of a contraction, and what made it less sure.
///
/// Half at the on level and a fifth more with each doubling, as an assumption that orders events;
/// it is no probability.
public struct Confidence: Hashable, Sendable {
  /// Highest value there is: nothing is certain.
  public static let most = 0.99
  /// ``ContractionWindow/valley`` above which steadiness takes nothing away.
  public static let steadyValley = 0.6

  /// What the level gives, 0.5 and up.
  public let strength: Double
  /// The factor for a level that falls back, 0.7...1.
  public let steadiness: Double
  /// The factor for the share without a veto, 0...1.
  public let clear: Double

  /// Weighs a contraction.
  ///
  /// - Parameters:
  ///   - mean: Its mean level.
  ///   - on: The on level, in the same unit.
  ///   - valley: 10th over 50th centile of its 100 ms RMS.
  ///   - clear: Share without a veto.
  public init(mean: Double, on: Double, valley: Double, clear: Double) {
    strength = 0.5 + 0.2 * logarithm2(max(1, mean / max(on, .leastNormalMagnitude)))
    steadiness = 0.7 + 0.3 * min(1, valley / Self.steadyValley)
    self.clear = clear
  }

  /// How sure, 0...0.99.
  public var value: Double { min(Self.most, strength * steadiness * clear) }
}
