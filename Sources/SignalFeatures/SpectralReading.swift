/// What was read off the power spectrum of a second of one channel.
struct SpectralReading: Sendable {
  /// Share of mains hum in the power above 15 Hz, 0...1.
  var hum = 0.0
  /// Share of the power from 1 to 20 Hz, 0...1.
  var motion = 0.0
  /// Geometric over arithmetic mean of the power from 20 to 400 Hz.
  var flatness = 0.0
  /// In hertz.
  var medianFrequency = 0.0
  /// Share of the power in the bands that is not mains hum, 0...1.
  var clean = 1.0
  /// That power, on the spectrum's scale.
  var cleanPower = 0.0
  /// Power per hertz in each band, in the channel's unit squared.
  var density = SIMD8<Float>()
}

/// What a line of mains is like in a spectrum.
struct LinePeak: Sendable {
  /// Its power over what surrounds it; 0 where there is no line.
  var power = 0.0
  /// Where its peak is, in hertz.
  var frequency = 0.0
}
