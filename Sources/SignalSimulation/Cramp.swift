/// How a simulated cramp builds up, goes on and ends.
///
///     level          ┌~~~~~~~~~~~~~~~~~~█┐  stretch burst
///                   ╱  modulated, drifting ╲
///     rest ________╱                        ╲______
///                  rise                     fall
public struct Cramp: Hashable, Sendable {
  /// The middle of the plateau, in microvolts RMS.
  public var level: Double
  /// Length of the build-up, in seconds: 0.2...3 mostly, up to 180 (Howe 1978).
  public var rise: Double
  /// Length of the end, in seconds: below 1 if stretched away, 5 and more if it fades.
  public var fall: Double
  /// How often it waxes and wanes, in hertz: 1.4 +/- 0.4 (Minetto 2009).
  public var modulationRate: Double
  /// How much it waxes and wanes, as a part of the level: 0.1...0.8.
  public var modulationDepth: Double
  /// How much the level wanders over tens of seconds, as a part of the level.
  public var drift: Double
  /// Length of the burst when the muscle is stretched, in seconds (Ross and Thomas 1995); 0 if none.
  public var stretchBurst: Double

  /// Describes a cramp.
  public init(
    level: Double = 40,
    rise: Double = 1,
    fall: Double = 0.3,
    modulationRate: Double = 1.4,
    modulationDepth: Double = 0.3,
    drift: Double = 0.15,
    stretchBurst: Double = 0
  ) {
    self.level = level
    self.rise = rise
    self.fall = fall
    self.modulationRate = modulationRate
    self.modulationDepth = modulationDepth
    self.drift = drift
    self.stretchBurst = stretchBurst
  }
}
