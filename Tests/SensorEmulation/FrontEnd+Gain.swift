import CrampModel
import SignalSimulation

extension FrontEnd {
  /// A converter of counts over 5 V behind an amplifier.
  static func counts(bits: Int, gain: Double, noise: Double = 2) -> Self {
    FrontEnd(bits: bits, fullScale: 2.5e6 / gain, noise: noise, unit: .count)
  }
}
