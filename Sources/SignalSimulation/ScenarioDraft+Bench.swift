import CrampModel

/// Hours with nothing but faults: no cramp may be found in them.
extension ScenarioDraft {
  /// Open leads in every form, some for a moment, some for half an hour.
  mutating func fillLeadOff() {
    addBackground()
    var time = 60.0
    while time < duration {
      let length = draw.logUniform(2...1_800)
      addFault(at: time, for: min(length, duration - time))
      time += length + draw.logUniform(2...240)
    }
  }

  /// Hum of both frequencies, weak and strong, steady and wavering, over a muscle at rest.
  mutating func fillHum() {
    var time = 60.0
    while time < duration {
      let length = draw.logUniform(5...1_800)
      let frequency = Hertz(draw.chance(0.5) ? 50 : 60)
      let amplitude = draw.logUniform(1...500)
      let kind: Artefact.Kind =
        draw.chance(0.5)
        ? .mains(amplitude: amplitude, frequency: frequency)
        : .waveringMains(
          amplitude: amplitude,
          frequency: frequency,
          period: draw.logUniform(4...300)
        )
      artefacts.append(Artefact(kind, at: time, for: min(length, duration - time)))
      time += length + draw.logUniform(1...120) - 0.2 * length
    }
  }

  /// Broadband noise of an amplifier whose input is open or bad: steps and ramps.
  mutating func fillNoise() {
    var time = 60.0
    while time < duration {
      let length = draw.logUniform(3...1_800)
      let kind: Artefact.Kind =
        draw.chance(0.5)
        ? .leadOff(.broadband(rms: draw.logUniform(3...80)))
        : .noise(factor: draw.logUniform(1.3...12))
      artefacts.append(Artefact(kind, at: time, for: min(length, duration - time)))
      time += length + draw.logUniform(5...180)
    }
  }
}
