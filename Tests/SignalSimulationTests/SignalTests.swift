import CrampModel
import Glibc
import SignalSimulation
import Testing

@Suite struct SignalTests {
  static func scene(
    rate: Double = 500,
    duration: Double = 20,
    _ activities: [Activity] = [],
    _ artefacts: [Artefact] = [],
    frontEnd: FrontEnd = .sixteenBit,
    tone: Double = 0.5
  ) -> Scenario {
    Scenario(
      name: "test",
      summary: "A test.",
      duration: duration,
      rate: Hertz(rate),
      channels: [SimulatedChannel(name: "calf", frontEnd: frontEnd, restTone: tone)],
      activities: activities,
      artefacts: artefacts
    )
  }

  @Test(arguments: [125.0, 250, 500, 1_000, 10_000, 44_100], [0.0, 40])
  func `rest and holds have the stated RMS at every rate`(rate: Double, level: Double) {
    let duration = rate > 5_000 ? 8.0 : 30
    let scene = Self.scene(
      rate: rate,
      duration: duration,
      [Activity(.hold(level: level), at: -1, for: duration + 2)]
    )
    let expected = (2 * 2 + 0.5 * 0.5 + level * level).squareRoot()
    let measured = rms(samples(scene)[0])
    // A hold sways by a tenth.
    #expect(abs(measured / expected - 1) < 0.12)
  }

  @Test(arguments: [
    (Artefact.LeadOff.flat, 0.0), (.rail, 0), (.broadband(rms: 30), 30),
    (.mains(amplitude: 300, frequency: Hertz(50)), 219.5),
  ])
  func `an open lead shows its fault alone`(fault: Artefact.LeadOff, expected: Double) {
    let scene = Self.scene(
      [Activity(.hold(level: 100), at: 0, for: 20)],
      [Artefact(.leadOff(fault), at: 5, for: 10)]
    )
    let values = stretch(samples(scene)[0], 5...15, rate: scene.rate)
    #expect(abs(rms(values) - expected) <= 0.05 * expected)
    if fault == .rail { #expect(values.allSatisfy { $0 == 4_095.875 }) }
  }

  @Test(arguments: [(250.0, 60.0...90), (1_000, 80...105), (10_000, 80...105)])
  func `EMG has its median frequency where surface EMG has it`(
    rate: Double,
    band: ClosedRange<Double>
  ) {
    let duration = rate > 5_000 ? 6.0 : 20
    let scene = Self.scene(
      rate: rate,
      duration: duration,
      [Activity(.hold(level: 40), at: -1, for: duration + 2)]
    )
    let lines = spectrum(samples(scene)[0], rate: scene.rate)
    #expect(band.contains(medianFrequency(lines)), "\(medianFrequency(lines)) Hz")
  }

  @Test func `the spectrum follows the stated formula`() {
    let scene = Self.scene(
      rate: 4_000,
      duration: 30,
      [Activity(.hold(level: 400), at: -1, for: 40)]
    )
    let lines = spectrum(samples(scene)[0], rate: scene.rate).filter { $0.frequency < 500 }
    let total = lines.reduce(0) { $0 + $1.power }
    let shape = lines.map { line in
      let square = line.frequency * line.frequency
      return square / ((square + 3_600) * (square + 14_400) * (square + 14_400))
    }
    let sum = shape.reduce(0, +)
    for (line, expected) in zip(lines, shape) where (20...300).contains(line.frequency) {
      let ratio = (line.power / total) / (expected / sum)
      #expect((0.6...1.6).contains(ratio), "\(line.frequency) Hz: \(ratio)")
    }
  }

  @Test(arguments: [50.0, 60])
  func `hum has its power at the mains frequency`(frequency: Double) {
    let scene = Self.scene(
      [],
      [Artefact(.mains(amplitude: 40, frequency: Hertz(frequency)), at: 0, for: 20)]
    )
    let lines = spectrum(samples(scene)[0], rate: scene.rate)
    let peak = lines.max { $0.power < $1.power }
    // The grid is 4 Hz: 50 Hz lies between 48 and 52, 60 Hz on it.
    #expect(abs((peak?.frequency ?? 0) - frequency) <= 2)
    #expect(abs(rms(samples(scene)[0]) / 29.3 - 1) < 0.05)
  }

  @Test func `motion is below 20 Hz and as high as stated`() {
    let scene = Self.scene(duration: 60, [], [Artefact(.motion(amplitude: 2_000), at: 0, for: 60)])
    let values = samples(scene)[0]
    let lines = spectrum(values, rate: scene.rate)
    let low = lines.filter { $0.frequency <= 20 }.reduce(0) { $0 + $1.power }
    #expect(low / lines.reduce(0) { $0 + $1.power } > 0.95)
    let peak = values.map { abs($0) }.max() ?? 0
    #expect((600...3_000).contains(peak))
  }

  @Test func `fasciculations are rare, short and high`() {
    let scene = Self.scene(
      duration: 120,
      [Activity(.fasciculations(perMinute: 30, amplitude: 100), at: 0, for: 120)]
    )
    let values = samples(scene)[0]
    let high = values.filter { abs($0) > 30 }.count
    // 60 of them, of which 2...6 samples each are that high.
    #expect((90...420).contains(high))
  }

  @Test(arguments: [FrontEnd.sixteenBit, .arduino, .spikerBox, .cyton])
  func `samples are codes of the converter`(frontEnd: FrontEnd) {
    let scene = Self.scene(
      [Activity(.hold(level: 900), at: 5, for: 10)],
      [Artefact(.clipping(gain: 50), at: 15, for: 5)],
      frontEnd: frontEnd
    )
    let step = frontEnd.unit == .count ? 1 : frontEnd.step
    let values = samples(scene)[0]
    for value in values {
      let code = Double(value) / step
      #expect(abs(code - code.rounded()) < 0.01 + abs(code) * 1e-6)
    }
    if frontEnd.unit == .count {
      #expect(values.min() == 0 && values.max() == 1_023)
    }
  }

  @Test(arguments: [
    (Activity.Kind.gait(level: 45, stride: 1.1), 0.35...0.65),
    (.largeMovement(level: 40, motion: 0), 0.15...0.6),
    (.rapidMovements(level: 30, rate: 1.6, duty: 0.45), 0.4...0.7),
    (.periodicMovements(level: 25, interval: 20, length: 3), 0.75...0.95),
    (.hold(level: 40), 0...0.05),
    (.cramp(Cramp(level: 40, modulationDepth: 0.5)), 0...0.05),
    (.tone(level: 2), 0.9...1),
  ])
  func `movements fall back to rest between bursts, holds and cramps do not`(
    kind: Activity.Kind,
    share: ClosedRange<Double>
  ) {
    let scene = Self.scene(duration: 80, [Activity(kind, at: 10, for: 60)])
    let values = samples(scene)[0]
    let times = Array(stride(from: 11.0, to: 69, by: 0.1))
    let quiet = times.filter { level(stretch(values, $0...$0 + 0.1, rate: scene.rate)) < 4.5 }
    let part = Double(quiet.count) / Double(times.count)
    #expect(share.contains(part), "\(part)")
  }

  @Test func `a cramp bursts when it is stretched`() {
    let cramp = Cramp(level: 40, fall: 0.3, modulationDepth: 0, drift: 0, stretchBurst: 1.5)
    let scene = Self.scene(duration: 30, [Activity(.cramp(cramp), at: 5, for: 20)])
    let values = samples(scene)[0]
    let plateau = rms(stretch(values, 10...23, rate: scene.rate))
    let burst = rms(stretch(values, 23.3...24.6, rate: scene.rate))
    #expect(abs(plateau / 40 - 1) < 0.05)
    #expect((1.45...1.75).contains(burst / plateau))
  }

  @Test(arguments: [1.0, 1.4, 1.8])
  func `a cramp waxes and wanes at its rate`(rate: Double) {
    let cramp = Cramp(level: 200, modulationRate: rate, modulationDepth: 0.6, drift: 0)
    let scene = Self.scene(duration: 62, [Activity(.cramp(cramp), at: 0, for: 62)])
    let values = samples(scene)[0]
    let levels = stride(from: 1.0, to: 61, by: 0.1).map {
      Float(rms(stretch(values, $0...$0 + 0.1, rate: scene.rate)))
    }
    // Sixty seconds of the level at 10 Hz, folded at each candidate rate.
    let strengths = stride(from: 0.6, through: 2.4, by: 0.2).map { candidate in
      (candidate, fold(levels, at: candidate / 10))
    }
    let best = strengths.max { $0.1 < $1.1 }
    #expect(abs((best?.0 ?? 0) - rate) < 0.01)
  }

  private func fold(_ values: [Float], at turnsPerValue: Double) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for (index, value) in values.enumerated() {
      let angle = 2 * Double.pi * turnsPerValue * Double(index)
      real += Double(value) * cos(angle)
      imaginary += Double(value) * sin(angle)
    }
    return real * real + imaginary * imaginary
  }
}
