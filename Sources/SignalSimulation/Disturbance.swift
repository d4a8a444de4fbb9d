import CrampModel

/// Something that acts on a channel's signal for a while.
struct Disturbance: Spanning, Sendable {
  let start: Double
  let end: Double
  let effect: Effect

  enum Effect: Sendable {
    /// Added to the signal.
    case hum(Hum)
    /// Added to the signal.
    case drift(amplitude: Double, period: Double)
    /// Hum whose strength comes and goes once in `period`, added to the signal.
    case wavering(Hum, period: Double)
    /// The amplifier's noise rises to this many times its own and sinks again.
    case noise(factor: Double)
    /// The signal is this many times too large.
    case gain(Double)
    /// In place of the signal.
    case leadOff(LeadOff)
  }

  enum LeadOff: Sendable {
    case rail
    case flat
    case hum(Hum)
    case broadband(rms: Double)
    case zero
  }
}

/// Mains hum: the fundamental and the harmonics that rectifiers and transformers leave.
struct Hum: Sendable {
  let amplitude: Double
  let frequency: Hertz
  let phase: Double
  /// Harmonics at or above this are not there: the front end has filtered them.
  let limit: Double

  /// The value at a time, in microvolts.
  func value(at time: Double) -> Double {
    let turns = frequency.value * time + phase
    var sum = harmonic(1, of: turns)
    sum += 0.1 * harmonic(2, of: turns)
    sum += 0.25 * harmonic(3, of: turns)
    sum += 0.1 * harmonic(5, of: turns)
    return amplitude * sum
  }

  private func harmonic(_ order: Double, of turns: Double) -> Double {
    order * frequency.value < limit ? Elementary.sine(turns: order * turns) : 0
  }
}
