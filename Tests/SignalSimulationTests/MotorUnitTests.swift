import CrampModel
import Glibc
import SignalSimulation
import Testing

@Suite struct MotorUnitTests {
  static func scene(
    _ kind: Activity.Kind,
    setup: SensorSetup,
    muscle: SimulatedMuscle = SimulatedMuscle()
  ) -> Scenario {
    var frontEnd = setup.frontEnd
    frontEnd.unit = .microvolt
    let duration = setup == .spikerBox ? 12.0 : 40
    return Scenario(
      name: "test",
      summary: "A test.",
      duration: duration,
      rate: setup.rate,
      channels: [SimulatedChannel(name: "calf", frontEnd: frontEnd, muscle: muscle)],
      activities: [Activity(kind, at: -2, for: duration + 4)]
    )
  }

  @Test(arguments: SensorSetup.electrodes, [10.0, 40, 200])
  func `units together have the stated RMS behind every converter`(
    setup: SensorSetup,
    level: Double
  ) {
    let scene = Self.scene(.hold(level: level), setup: setup)
    let noise = scene.channels[0].restRMS
    let expected = (level * level + noise * noise).squareRoot()
    let measured = rms(samples(scene)[0])
    #expect(abs(measured / expected - 1) < 0.15, "\(measured) for \(expected)")
  }

  @Test func `a cramp of irregular units has the stated RMS too`() {
    let cramp = Cramp(level: 40, rise: 0.5, modulationDepth: 0, drift: 0)
    let scene = Self.scene(.cramp(cramp), setup: .thousand)
    #expect(abs(rms(samples(scene)[0]) / 40 - 1) < 0.15)
  }

  @Test(arguments: [(1.7, 95.0...145), (2.2, 75...110), (2.8, 55...90)])
  func `longer potentials have lower frequencies`(length: Double, band: ClosedRange<Double>) {
    var muscle = SimulatedMuscle()
    muscle.potentialLength = length
    let scene = Self.scene(.hold(level: 60), setup: .thousand, muscle: muscle)
    let middle = medianFrequency(spectrum(samples(scene)[0], rate: scene.rate))
    #expect(band.contains(middle), "\(middle) Hz")
  }

  @Test func `few units make spikes and many make noise`() {
    var muscle = SimulatedMuscle()
    let weak = kurtosis(Self.scene(.hold(level: 4), setup: .thousand, muscle: muscle))
    let strong = kurtosis(Self.scene(.hold(level: 300), setup: .thousand, muscle: muscle))
    muscle.units = 6
    let few = kurtosis(Self.scene(.hold(level: 300), setup: .thousand, muscle: muscle))
    #expect((2.8...4.5).contains(strong))
    #expect(weak > strong)
    #expect(few > strong + 1)
  }

  @Test func `the narrow converter halves the power at 65 Hz and lets little past its rate`() {
    let scene = Scenario(
      name: "test",
      summary: "A test.",
      duration: 120,
      rate: Hertz(250),
      channels: [
        SimulatedChannel(
          name: "calf",
          frontEnd: FrontEnd(bits: 24, fullScale: 1_000, noise: 10, isDeltaSigma: true),
          restTone: 0
        )
      ]
    )
    let values = samples(scene)[0]
    #expect(abs(rms(values) / 10 - 1) < 0.1)
    let lines = spectrum(values, rate: scene.rate)
    func power(_ band: ClosedRange<Double>) -> Double {
      let inside = lines.filter { band.contains($0.frequency) }
      return inside.reduce(0) { $0 + $1.power } / Double(inside.count)
    }
    let ratio = power(60...70) / power(5...15)
    #expect((0.35...0.65).contains(ratio), "\(ratio)")
  }

  private func kurtosis(_ scene: Scenario) -> Double {
    let values = samples(scene)[0].map(Double.init)
    let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
    return fourth / (square * square)
  }
}
