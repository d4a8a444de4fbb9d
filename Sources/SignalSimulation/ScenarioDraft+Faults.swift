import CrampModel

/// What goes wrong with electrodes, cables and mains.
extension ScenarioDraft {
  /// The heart, hum, drift and slow changes of the noise that last all the time.
  mutating func addBackground() {
    let mains = Hertz(subject.mains)
    artefacts.append(
      Artefact(
        .waveringMains(amplitude: subject.hum, frequency: mains, period: draw.uniform(60...900)),
        at: 0,
        for: duration,
        isBackground: true
      )
    )
    artefacts.append(
      Artefact(
        .drift(amplitude: draw.logUniform(10...400), period: draw.uniform(11...90)),
        at: 0,
        for: duration,
        isBackground: true
      )
    )
    if subject.heart > 0 {
      artefacts.append(
        Artefact(.ecg(amplitude: subject.heart), at: 0, for: duration, isBackground: true)
      )
    }
    if draw.chance(0.3), duration > 3_600 {
      // Electrodes that dry, and moisten again.
      let length = draw.uniform(0.4...0.9) * duration
      artefacts.append(
        Artefact(
          .noise(factor: draw.uniform(1.2...1.8)),
          at: duration - length,
          for: length,
          isBackground: true
        )
      )
    }
  }

  /// Spells of hum, faults of leads, gaps and changes of gain, away from the cramps.
  mutating func addFaults(within span: ClosedRange<Double>) {
    let hours = (span.upperBound - span.lowerBound) / 3_600
    guard hours > 0 else { return }
    for time in draw.moments(perHour: subject.humSpells / 8, within: span) {
      let amplitude = draw.logUniform(3...150)
      artefacts.append(
        Artefact(
          .mains(amplitude: amplitude, frequency: Hertz(subject.mains)),
          at: time,
          for: draw.logUniform(5...900)
        )
      )
    }
    for time in draw.moments(perHour: subject.faultsPerNight / 8, within: span)
    where !isNearCramp(time, margin: 90) {
      addFault(at: time, for: draw.logUniform(3...60))
    }
    for time in draw.moments(perHour: 0.3, within: span) {
      artefacts.append(Artefact(.gap, at: time, for: draw.logUniform(0.02...20)))
    }
    if draw.chance(0.1) {
      let time = draw.uniform(span)
      artefacts.append(
        Artefact(
          .gainChange(factor: draw.logUniform(0.4...2.5)),
          at: time,
          for: duration - time,
          isBackground: true
        )
      )
    }
    for cramp in cramps where draw.chance(0.05) {
      let length = cramp.upperBound - cramp.lowerBound
      guard length > 45 else { continue }
      addFault(at: cramp.lowerBound + 0.6 * length, for: min(20, 0.25 * length))
    }
  }

  /// One of the ways in which a lead is open, with pops at both ends.
  mutating func addFault(at time: Double, for length: Double) {
    let kind = openLead()
    let channel = channels.count > 1 && draw.chance(0.6) ? Int(draw.next() % 2) : nil
    let spread = channel.map { Spread.only($0) } ?? .everywhere
    let height = draw.logUniform(100...2_000)
    artefacts.append(Artefact(.pops(amplitude: height), at: time - 0.7, for: 0.7, spread: spread))
    artefacts.append(Artefact(kind, at: time, for: length, spread: spread))
    let end = time + length
    artefacts.append(
      Artefact(.pops(amplitude: height), at: end, for: draw.uniform(0.2...1.5), spread: spread)
    )
  }

  private mutating func openLead() -> Artefact.Kind {
    let scale = setup.frontEnd.fullScale
    switch draw.next() % 7 {
    case 0: return .leadOff(.rail)
    case 1: return .leadOff(.flat)
    case 2, 3:
      let amplitude = min(draw.logUniform(30...3_000), 0.9 * scale)
      return .leadOff(.mains(amplitude: amplitude, frequency: Hertz(subject.mains)))
    case 4, 5: return .leadOff(.broadband(rms: draw.logUniform(5...60)))
    default: return .pops(amplitude: draw.logUniform(100...1_500))
    }
  }
}
