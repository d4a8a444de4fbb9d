public import CrampModel

/// A pressure or force sensor over a muscle, in place of electrodes.
///
/// Loads are in per cent of what the subject's own hardest squeeze adds. A load passes through
///
///     strap + posture + muscle + breath + pulse ─▶ hysteresis ─▶ creep ─▶ response ─▶ ``FrontEnd``
public struct MechanicalSensor: Hashable, Sendable {
  /// How a load becomes a reading.
  public enum Response: Hashable, Sendable {
    /// So many units for each per cent of a squeeze.
    case linear(Double)
    /// A force-sensing resistor in a voltage divider, which gives half of its range at `knee`.
    case divider(knee: Double, range: Double)
  }

  /// ``CrampModel/Modality/pressure`` or ``CrampModel/Modality/force``.
  public var modality: Modality
  /// How a load becomes a reading.
  public var response: Response
  /// The tension of the strap at rest, as a load.
  public var preload: Double
  /// How much the reading of a load that stays grows with each tenfold of time, as a part of it.
  ///
  /// Several per cent for force-sensing resistors.
  public var creep: Double
  /// The widest difference between loading and unloading, as a part of a squeeze; about 0.1 for
  /// force-sensing resistors.
  public var hysteresis: Double
  /// Half of what a breath adds and takes away, as a load.
  public var breath: Double
  /// Breaths a second, 0.15...0.4.
  public var breathRate: Double
  /// What a heart beat adds, as a load.
  public var pulse: Double
  /// How long the strap has been on when the recording starts, in seconds: creep has begun then.
  public var worn: Double

  /// Describes a sensor.
  public init(
    modality: Modality = .pressure,
    response: Response,
    preload: Double = 40,
    creep: Double = 0.01,
    hysteresis: Double = 0.02,
    breath: Double = 0.6,
    breathRate: Double = 0.25,
    pulse: Double = 0.1,
    worn: Double = 600
  ) {
    self.modality = modality
    self.response = response
    self.preload = preload
    self.creep = creep
    self.hysteresis = hysteresis
    self.breath = breath
    self.breathRate = breathRate
    self.pulse = pulse
    self.worn = worn
  }

  /// The reading of a load, in units from the reading of none.
  func reading(of load: Double) -> Double {
    switch response {
    case .linear(let units): units * load
    case .divider(let knee, let range): range * max(0, load) / (max(0, load) + knee)
    }
  }

  /// Units for each per cent of a squeeze on top of the strap's tension.
  private var slope: Double {
    switch response {
    case .linear(let units): units
    case .divider(let knee, let range): range * knee / ((preload + knee) * (preload + knee))
    }
  }

  /// The standard deviation at rest of breath, pulse, noise and the converter's steps, as a load.
  ///
  /// A breath of amplitude 1 deviates by 0.74, a pulse of height 1 by 0.37.
  func restSpread(behind frontEnd: FrontEnd) -> Double {
    let noise = frontEnd.noise / slope
    let step = frontEnd.step / slope
    let ripple = 0.55 * breath * breath + 0.14 * pulse * pulse
    return (ripple + noise * noise + step * step / 12).squareRoot()
  }
}
