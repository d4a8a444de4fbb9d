/// Something that the muscle does; times are in seconds, amplitudes in microvolts, or in per cent
/// of a squeeze on channels with a ``MechanicalSensor``.
public struct Activity: Hashable, Sendable {
  /// What the muscle does.
  public var kind: Kind
  /// When it begins.
  public var start: Double
  /// How long it lasts.
  public var duration: Double
  /// Which channels see it.
  public var spread: Spread

  /// Places an activity in time.
  public init(
    _ kind: Kind,
    at start: Double,
    for duration: Double,
    spread: Spread = .everywhere
  ) {
    self.kind = kind
    self.start = start
    self.duration = duration
    self.spread = spread
  }

  /// What a muscle can do.
  public enum Kind: Hashable, Sendable {
    /// An involuntary sustained contraction; labelled `cramp`.
    case cramp(Cramp)
    /// A steady voluntary contraction of an RMS; labelled `voluntary`.
    case hold(level: Double)
    /// A burst in every stance phase and a knock at every heel strike; labelled `gait`.
    case gait(level: Double, stride: Double)
    /// A turn of the body: bursts with thrashing up to `motion`; labelled `movement`.
    ///
    /// Median 12.4 s, 6.8 an hour in healthy sleepers (IRLSSG 2021).
    case largeMovement(level: Double, motion: Double)
    /// Movements of 0.5...5 s at regular intervals of 5...90 s; each is labelled `plm`.
    case periodicMovements(level: Double, interval: Double, length: Double)
    /// High-frequency leg movements, 0.3...4 Hz; labelled `hflm`.
    case rapidMovements(level: Double, rate: Double, duty: Double)
    /// Single motor-unit potentials of 5...10 ms; labelled `fasciculation`.
    case fasciculations(perMinute: Double, amplitude: Double)
    /// An abrupt involuntary burst, 0.5...2 s long; labelled `spasm`.
    case spasm(level: Double)
    /// A burst in every turn of the pedals, `cadence` turns a minute; labelled `cycling`.
    case cycling(level: Double, cadence: Double)
    /// Shivering in bouts of seconds, 6...11 Hz; labelled `shivering`.
    case shivering(level: Double, rate: Double)
    /// The channel's muscle does the work of another; labelled `compensation`, moves nothing.
    case takeover
    /// Resting tone that rises over the whole time; labelled `tone`.
    case tone(level: Double)
    /// A posture, or a strap that has slipped: a pressure sensor carries so much more or less until
    /// it ends, and breath comes through `coupling` times as strongly; its beginning is labelled
    /// `posture`.
    case posture(load: Double, coupling: Double, edge: Double)
  }
}
