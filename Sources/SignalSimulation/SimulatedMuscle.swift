/// The motor units under an electrode pair, in place of filtered noise.
///
/// Small units are recruited first and fire fastest (size principle and rate coding after
/// Fuglevand, Winter, Patla 1993, J Neurophysiol 70:2470); each discharge adds one potential whose
/// length and height depend on the unit's size and depth.
public struct SimulatedMuscle: Hashable, Sendable {
  /// How many motor units the electrodes see.
  public var units = 120
  /// The RMS of a voluntary contraction of all units, in microvolts.
  public var maximum = 500.0
  /// The RMS of all units that can cramp, in microvolts: a part of the muscle, near or far.
  public var crampMaximum = 120.0
  /// Half the time between the peaks of a two-phased potential, of a unit of three quarters of this
  /// at the skin to one and a half times this in the deep, in milliseconds.
  ///
  /// 1.7 gives a median frequency of 120 Hz, 2.8 one of 70 Hz.
  public var potentialLength = 2.0
  /// Coefficient of variation of the intervals between voluntary discharges.
  public var irregularity = 0.18
  /// The same in a cramp: 0.446 +/- 0.097 (Minetto 2009, J Neurophysiol 102:1890).
  public var crampIrregularity = 0.446
  /// Share of discharges in a cramp that are double: 0.041 (Minetto 2009).
  public var crampDoublets = 0.041
  /// How many times longer potentials are in a cramp; studies disagree on the direction.
  public var crampStretch = 1.0
  /// How much longer potentials become with each minute of the recording, a share; 0 in a muscle
  /// that does not tire.
  ///
  /// Conduction slows in a tiring muscle, which takes its median frequency down in proportion. Up
  /// to ``greatestStretch``.
  public var slowing = 0.0

  /// How many times longer potentials become at most: our assumption.
  public static let greatestStretch = 2.0

  /// A muscle of ordinary size.
  public init() {}

  /// How many times longer potentials have become.
  func stretch(at seconds: Double) -> Double {
    min(Self.greatestStretch, max(1, 1 + slowing * seconds / 60))
  }
}
