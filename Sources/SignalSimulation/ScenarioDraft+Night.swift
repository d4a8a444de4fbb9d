import CrampModel

/// A night: cramps, and all that sleepers do besides.
extension ScenarioDraft {
  mutating func fillNight() {
    addBackground()
    addNightCramps()
    addLargeMovements()
    addPeriodicMovements()
    addSmallEvents()
    addFaults(within: 60...max(61, duration - 60))
  }

  /// Lengths have a median of 70 s and lie between 8 s and 8 min in nine of ten.
  private mutating func addNightCramps() {
    var time = 240 + draw.waiting(mean: 3_600)
    let mean = 8 * 3_600 / subject.crampsPerNight
    while true {
      let length = draw.logNormal(median: 70, deviation: 1.25, within: 3...900)
      guard time + length + 120 < duration else { return }
      addNightCramp(at: time, for: length)
      let isCluster = draw.chance(subject.clusterChance)
      let pause = isCluster ? draw.uniform(120...3_600) : 600 + draw.waiting(mean: mean)
      time += length + pause
    }
  }

  private mutating func addNightCramp(at time: Double, for length: Double) {
    let decibels = draw.chance(0.2) ? draw.uniform(3...6) : draw.uniform(6...26)
    let cramp = cramp(decibels: decibels, length: length)
    let perMinute = subject.fasciculationsPerMinute + 8
    let twitch = Activity.Kind.fasciculations(perMinute: perMinute, amplitude: 25 * rest)
    if draw.chance(0.7) {
      activities.append(Activity(twitch, at: time - 30, for: 30, spread: oneHead()))
      activities.append(Activity(twitch, at: time + length, for: 30, spread: oneHead()))
    }
    if draw.chance(0.4) {
      // Tone rose for 41 +/- 11 s before sleepers woke in pain (Chaney and Sherman).
      let lead = max(10, draw.normal(mean: 41, deviation: 11))
      let level = rest * draw.uniform(0.4...1.8)
      activities.append(
        Activity(.tone(level: level), at: time - lead, for: lead, spread: oneHead())
      )
    }
    add(cramp, at: time, for: length)
    if draw.chance(0.33) {
      artefacts.append(
        Artefact(
          .motion(amplitude: subject.motion),
          at: time + min(2, 0.2 * length),
          for: length * draw.uniform(0.2...0.8),
          spread: .everywhere
        )
      )
    }
    if draw.chance(0.4) {
      move(at: time + length + draw.uniform(2...25), for: draw.uniform(3...25))
    }
  }

  private mutating func move(at time: Double, for length: Double) {
    let level = draw.logUniform(3...30) * rest
    activities.append(
      Activity(
        .largeMovement(level: level, motion: subject.motion * draw.uniform(0.1...1)),
        at: time,
        for: length,
        spread: everywhere()
      )
    )
  }

  /// Median 12.4 s, quartiles 10.7 and 14.4 between people; 3 to 45 s by definition.
  private mutating func addLargeMovements() {
    var end = 0.0
    for time in draw.moments(perHour: subject.movementsPerHour, within: 20...duration)
    where !isNearCramp(time, margin: 30) && time > end {
      let length = draw.logNormal(median: 11, deviation: 0.6, within: 3...45)
      move(at: time, for: length)
      end = time + length
    }
  }

  private mutating func addPeriodicMovements() {
    let interval = draw.uniform(15...45)
    let length = draw.logNormal(median: 2.2, deviation: 0.4, within: 0.6...5)
    let perSeries = 15.0
    let level = draw.logUniform(3...20) * rest
    var end = 0.0
    for time in draw.moments(perHour: subject.periodicPerHour / perSeries, within: 60...duration)
    where time > end {
      let span = min(perSeries * interval, duration - time)
      end = time + span
      if cramps.contains(where: { $0.overlaps(time - 60...time + span) }) { continue }
      activities.append(
        Activity(
          .periodicMovements(level: level, interval: interval, length: length),
          at: time,
          for: span,
          spread: everywhere()
        )
      )
    }
  }

  private mutating func addSmallEvents() {
    let hours = duration / 3_600
    let night = 60...max(61, duration)
    for time in draw.moments(perHour: subject.rapidPerNight / 8, within: night)
    where !isNearCramp(time, margin: 120) {
      let kind = Activity.Kind.rapidMovements(
        level: draw.logUniform(3...15) * rest,
        rate: draw.uniform(0.5...3),
        duty: draw.uniform(0.3...0.6)
      )
      let length = draw.logNormal(median: 10, deviation: 0.9, within: 2...366)
      activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
    }
    for time in draw.moments(perHour: subject.spasmsPerNight / 8, within: night) {
      let length = draw.uniform(0.5...2)
      activities.append(
        Activity(.spasm(level: draw.logUniform(3...30) * rest), at: time, for: length)
      )
    }
    for time in draw.moments(perHour: 0.5, within: night) where !isNearCramp(time, margin: 60) {
      hold(at: time, for: draw.uniform(1...7))
    }
    for time in draw.moments(perHour: subject.holdsPerNight / 8, within: night)
    where !isNearCramp(time, margin: 120) {
      hold(at: time, for: draw.logUniform(10...40))
    }
    for time in draw.moments(perHour: 0.12, within: night) where !isNearCramp(time, margin: 120) {
      walk(at: time, for: draw.uniform(10...60))
    }
    if subject.isShivering {
      for time in draw.moments(perHour: 3 / max(1, hours), within: night)
      where !isNearCramp(time, margin: 120) { shiver(at: time, for: draw.uniform(20...240)) }
    }
    let spells = draw.moments(perHour: 1, within: night)
    for time in spells {
      let kind = Activity.Kind.fasciculations(
        perMinute: subject.fasciculationsPerMinute,
        amplitude: draw.logUniform(8...50) * rest
      )
      activities.append(Activity(kind, at: time, for: draw.uniform(30...900), spread: oneHead()))
    }
  }

  mutating func hold(at time: Double, for length: Double) {
    let level = draw.logUniform(3...25) * rest
    activities.append(Activity(.hold(level: level), at: time, for: length, spread: everywhere()))
  }

  mutating func walk(at time: Double, for length: Double) {
    let kind = Activity.Kind.gait(
      level: draw.logUniform(8...40) * rest,
      stride: draw.uniform(0.9...1.4)
    )
    activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
    artefacts.append(Artefact(.motion(amplitude: 0.5 * subject.motion), at: time, for: length))
  }

  mutating func shiver(at time: Double, for length: Double) {
    let kind = Activity.Kind.shivering(
      level: draw.logUniform(2...8) * rest,
      rate: draw.uniform(6...11)
    )
    activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
  }
}
