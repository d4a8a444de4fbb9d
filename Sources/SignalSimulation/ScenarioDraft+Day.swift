import CrampModel

/// Exercise and cued practice.
extension ScenarioDraft {
  /// Blocks of walking, running, cycling, calf raises, holds and pauses; cramps end a block.
  mutating func fillExercise() {
    addBackground()
    var time = 60.0
    while time < duration - 30 {
      let length = min(exerciseBlock(at: time), duration - time)
      time += length
      if draw.chance(0.12), time + 200 < duration { time = exerciseCramp(at: time) }
      let pause = draw.uniform(15...120)
      if draw.chance(0.4) { shuffle(at: time + 0.3 * pause, for: draw.uniform(2...8)) }
      time += pause
    }
    addFaults(within: 60...max(61, duration - 60))
  }

  /// Adds a block and returns its length.
  private mutating func exerciseBlock(at time: Double) -> Double {
    let level = draw.logUniform(8...60) * rest
    switch draw.next() % 10 {
    case 0, 1, 2:
      let length = draw.uniform(60...400)
      walk(at: time, for: length)
      return length
    case 3, 4:
      let length = draw.uniform(60...300)
      let kind = Activity.Kind.gait(level: level, stride: draw.uniform(0.65...0.8))
      activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
      artefacts.append(Artefact(.motion(amplitude: subject.motion), at: time, for: length))
      return length
    case 5, 6:
      let length = draw.uniform(60...500)
      let kind = Activity.Kind.cycling(level: level, cadence: draw.uniform(50...105))
      activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
      artefacts.append(Artefact(.motion(amplitude: 0.3 * subject.motion), at: time, for: length))
      return length
    case 7, 8:
      return raises(at: time, level: level)
    default:
      let length = draw.logUniform(10...45)
      activities.append(
        Activity(.hold(level: level), at: time, for: length, spread: everywhere())
      )
      return length
    }
  }

  /// Calf raises of 1 to 3 s with rests between them; returns how long they take.
  private mutating func raises(at start: Double, level: Double) -> Double {
    var time = start
    let work = draw.uniform(0.8...3)
    for _ in 0..<Int(draw.uniform(8...20)) {
      let strength = level * draw.uniform(0.8...1.2)
      activities.append(Activity(.hold(level: strength), at: time, for: work, spread: everywhere()))
      time += work + draw.uniform(0.5...2)
    }
    return time - start
  }

  private mutating func shuffle(at time: Double, for length: Double) {
    let kind = Activity.Kind.largeMovement(
      level: draw.logUniform(3...20) * rest,
      motion: subject.motion * draw.uniform(0.1...1)
    )
    activities.append(Activity(kind, at: time, for: length, spread: everywhere()))
  }

  /// A cramp soon after a block; returns its end.
  private mutating func exerciseCramp(at time: Double) -> Double {
    let start = time + draw.uniform(0.5...20)
    let length = draw.logNormal(median: 40, deviation: 0.8, within: 3...180)
    let decibels = draw.chance(0.2) ? draw.uniform(3...6) : draw.uniform(6...30)
    add(cramp(decibels: decibels, length: length), at: start, for: length)
    if draw.chance(0.5) {
      artefacts.append(
        Artefact(.motion(amplitude: subject.motion), at: start + 1, for: 0.6 * length)
      )
    }
    return start + length
  }

  /// Cued holds with rests, small movements between them; some holds go over into a cramp.
  mutating func fillPractice() {
    addBackground()
    var time = draw.uniform(20...60)
    while time < duration - 150 {
      let length = draw.logUniform(6...60)
      let level = draw.logUniform(4...40) * rest
      if draw.chance(0.2) {
        // The effort stops at the cue, the muscle does not.
        let rise = 0.6 * length
        activities.append(
          Activity(.hold(level: level), at: time, for: length, spread: everywhere())
        )
        let own = draw.logUniform(8...60)
        var cramp = cramp(decibels: draw.uniform(8...26), length: own + 0.4 * length)
        cramp.rise = min(2, cramp.rise)
        add(cramp, at: time + rise, for: own + 0.4 * length)
        time += rise + own + 0.4 * length
      } else {
        activities.append(
          Activity(.hold(level: level), at: time, for: length, spread: everywhere())
        )
        time += length
      }
      let pause = draw.uniform(14...45)
      if draw.chance(0.4) {
        shuffle(at: time + draw.uniform(0.3...0.7) * pause, for: draw.uniform(0.5...2.5))
      }
      time += pause
    }
  }
}
