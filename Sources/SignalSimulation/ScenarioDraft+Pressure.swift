import CrampModel

/// A night with a pressure or force sensor in place of electrodes; levels are loads, in per cent of
/// a squeeze.
///
/// Cramps have the lengths and rises of those before electrodes. What they and movements weigh on a
/// sensor is our assumption, for want of a published recording.
extension ScenarioDraft {
  mutating func fillPressure() {
    channels[0].mechanics = sensor()
    channels[0].muscle = nil
    for _ in 0..<2 {
      // Skin warms the sensor, blankets come and go, air leaks.
      let kind = Artefact.Kind.drift(
        amplitude: draw.logUniform(0.2...3),
        period: draw.logUniform(1_800...15_000)
      )
      artefacts.append(Artefact(kind, at: 0, for: duration, isBackground: true))
    }
    addPressureCramps()
    addPostures()
    addStirrings()
    addPressureFaults()
  }

  private mutating func sensor() -> MechanicalSensor {
    var sensor = MechanicalSensor(
      response: .linear(1),
      breath: draw.logUniform(0.1...2),
      breathRate: draw.uniform(0.15...0.4),
      pulse: draw.logUniform(0.02...0.4),
      worn: draw.logUniform(30...7_200)
    )
    switch setup {
    case .cuff:
      sensor.response = .linear(draw.logUniform(0.03...0.12))
      sensor.preload = draw.uniform(20...90)
      sensor.creep = draw.uniform(0.002...0.02)
    case .belt:
      sensor.response = .linear(draw.logUniform(0.05...0.2))
      sensor.preload = draw.uniform(15...80)
      sensor.creep = draw.uniform(0.005...0.03)
      sensor.hysteresis = draw.uniform(0.02...0.06)
    case .dynamometer:
      sensor.modality = .force
      sensor.response = .linear(draw.logUniform(0.8...4))
      sensor.preload = draw.uniform(0...6)
      sensor.creep = 0.0005
      sensor.hysteresis = 0.001
      // A limb on a load cell breathes little.
      sensor.breath *= 0.3
    default:
      let range = Double(1 << channels[0].frontEnd.bits) - 1
      sensor.response = .divider(knee: draw.logUniform(25...120), range: range)
      sensor.preload = draw.uniform(5...40)
      sensor.creep = draw.uniform(0.02...0.06)
      sensor.hysteresis = draw.uniform(0.05...0.12)
    }
    return sensor
  }

  private mutating func addPressureCramps() {
    var time = 240 + draw.waiting(mean: 3_600)
    let mean = 8 * 3_600 / subject.crampsPerNight
    while true {
      let length = draw.logNormal(median: 70, deviation: 1.25, within: 3...900)
      guard time + length + 120 < duration else { return }
      addPressureCramp(at: time, for: length)
      let isCluster = draw.chance(subject.clusterChance)
      let pause = isCluster ? draw.uniform(120...3_600) : 600 + draw.waiting(mean: mean)
      time += length + pause
    }
  }

  private mutating func addPressureCramp(at time: Double, for length: Double) {
    var cramp = cramp(decibels: 0, length: length)
    cramp.level = draw.logUniform(4...100)
    // Force follows the discharges as slowly as the fibres relax.
    cramp.modulationDepth = draw.logUniform(0.03...0.35)
    cramp.drift = draw.uniform(0.02...0.25)
    add(cramp, at: time, for: length)
    if draw.chance(0.1) {
      let before = draw.uniform(2...6)
      stir(at: time - before - draw.uniform(0...2), for: before)
    }
    if draw.chance(0.33) {
      stir(at: time + min(2, 0.2 * length), for: min(45, length * draw.uniform(0.2...0.6)))
    }
    if draw.chance(0.4) {
      stir(at: time + length + draw.uniform(2...25), for: draw.uniform(3...25))
    }
  }

  /// Adults turn one to four times an hour (Skarpsno 2017, Nat Sci Sleep 9:267), within a movement.
  private mutating func addPostures() {
    var times = draw.moments(perHour: draw.uniform(1...4), within: 60...duration)
    times.removeAll { isNearCramp($0, margin: 40) }
    for (index, time) in times.enumerated() {
      let next = index + 1 < times.count ? times[index + 1] : duration + 60
      let isSlide = draw.chance(0.1)
      let length = draw.logNormal(median: 7, deviation: 0.5, within: 2...30)
      if !isSlide { stir(at: time - length * draw.uniform(0.2...0.8), for: length) }
      guard draw.chance(0.7) else { continue }
      let load = draw.logUniform(2...60)
      // A strap never lets go of all its tension: that would be a sensor that is off.
      let least = -0.6 * (channels[0].mechanics?.preload ?? 0)
      let kind = Activity.Kind.posture(
        load: draw.chance(0.6) ? load : max(-0.5 * load, least),
        coupling: draw.logUniform(0.4...2),
        edge: isSlide ? draw.uniform(1...5) : draw.uniform(0.2...2)
      )
      activities.append(Activity(kind, at: time, for: next - time))
    }
  }

  private mutating func addStirrings() {
    let night = 20...duration
    for time in draw.moments(perHour: subject.movementsPerHour, within: night)
    where !isNearCramp(time, margin: 30) {
      stir(at: time, for: draw.logNormal(median: 11, deviation: 0.6, within: 3...45))
    }
    for time in draw.moments(perHour: 1, within: night) where !isNearCramp(time, margin: 30) {
      let level = draw.logUniform(5...100)
      activities.append(Activity(.hold(level: level), at: time, for: draw.uniform(1...6)))
    }
    for time in draw.moments(perHour: subject.spasmsPerNight / 8, within: night) {
      let level = draw.logUniform(5...60)
      activities.append(Activity(.spasm(level: level), at: time, for: draw.uniform(0.5...2)))
    }
    for time in draw.moments(perHour: subject.periodicPerHour / 15, within: night)
    where !isNearCramp(time, margin: 60) {
      let interval = draw.uniform(15...45)
      let span = min(15 * interval, duration - time)
      if cramps.contains(where: { $0.overlaps(time - 60...time + span) }) { continue }
      let kind = Activity.Kind.periodicMovements(
        level: draw.logUniform(2...30),
        interval: interval,
        length: draw.logNormal(median: 2.2, deviation: 0.4, within: 0.6...5)
      )
      activities.append(Activity(kind, at: time, for: span))
    }
    for time in draw.moments(perHour: subject.rapidPerNight / 8, within: night)
    where !isNearCramp(time, margin: 120) {
      let kind = Activity.Kind.rapidMovements(
        level: draw.logUniform(2...20),
        rate: draw.uniform(0.5...3),
        duty: draw.uniform(0.3...0.6)
      )
      let length = draw.logNormal(median: 10, deviation: 0.9, within: 2...366)
      activities.append(Activity(kind, at: time, for: length))
    }
  }

  /// The limb presses, and the sensor is knocked in both directions.
  private mutating func stir(at time: Double, for length: Double) {
    let level = draw.logUniform(3...60)
    let kind = Activity.Kind.largeMovement(level: level, motion: level * draw.uniform(0.3...1.5))
    let start = max(0, time)
    activities.append(Activity(kind, at: start, for: max(0.5, length)))
  }

  private mutating func addPressureFaults() {
    for time in draw.moments(perHour: subject.faultsPerNight / 8, within: 60...duration)
    where !isNearCramp(time, margin: 90) {
      addPressureFault(at: time, for: draw.logUniform(3...600))
    }
    for time in draw.moments(perHour: 0.3, within: 60...duration) {
      artefacts.append(Artefact(.gap, at: time, for: draw.logUniform(0.02...20)))
    }
    for cramp in cramps where draw.chance(0.05) {
      let length = cramp.upperBound - cramp.lowerBound
      guard length > 45 else { continue }
      addPressureFault(at: cramp.lowerBound + 0.6 * length, for: min(20, 0.25 * length))
    }
  }

  private mutating func addPressureFault(at time: Double, for length: Double) {
    let kind: Artefact.LeadOff =
      switch draw.next() % 4 {
      case 0: .rail
      case 1: .flat
      // A load cell without a strap has nothing that could come off.
      default: setup == .dynamometer ? .flat : .zero
      }
    artefacts.append(Artefact(.leadOff(kind), at: time, for: length))
  }
}
