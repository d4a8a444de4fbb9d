import CrampModel
import Foundation
import SignalFeatures
import Testing

/// Signals of a muscle at rest, 2 µV of noise, with something in them.
@Suite struct FasciculationCounterTests {
  static let rates = [250.0, 500, 1_000, 2_000, 10_000]

  /// Shorter where there are more samples.
  private func length(_ rate: Double) -> Double { min(60, max(15, 60_000 / rate)) }

  @Test(arguments: rates)
  func `single potentials are counted once each`(rate: Double) {
    let length = length(rate)
    let times = randomTimes(from: 2, to: length - 2, least: 0.5, most: 3, seed: 3)
    var signal = Signal(rate: rate, seconds: length)
    for (index, time) in times.enumerated() {
      let own = 0.010 + 0.008 * Double(index % 5) / 4
      signal.addPotential(at: time, length: own, height: index % 2 == 0 ? 60 : -40)
    }
    let count = signal.count()
    #expect(Double(count) >= 0.9 * Double(times.count) && count <= times.count, "\(count)")
  }

  @Test(arguments: rates)
  func `heart beats are none`(rate: Double) {
    for height in [8.0, 25, 80, 400] {
      var signal = Signal(rate: rate, seconds: length(rate))
      var generator = SplitMix64(seed: 5)
      var time = 0.5
      while time < length(rate) - 1 {
        signal.addPotential(at: time, length: 0.06, height: height)
        time += 0.9 * (0.94 + 0.12 * generator.uniform())
      }
      #expect(signal.count() <= 2, "R wave of \(height) uV")
    }
  }

  @Test(arguments: rates)
  func `the narrow spikes of a pacemaker are none after the first`(rate: Double) {
    var signal = Signal(rate: rate, seconds: length(rate))
    for beat in 1..<Int(length(rate) - 1) {
      signal.addPotential(at: Double(beat), length: 0.012, height: 60)
    }
    #expect(signal.count() <= 3)
  }

  @Test(arguments: rates)
  func `electrode pops are none`(rate: Double) {
    let length = length(rate)
    let times = randomTimes(from: 2, to: length - 2, least: 0.4, most: 2, seed: 7)
    var signal = Signal(rate: rate, seconds: length)
    for (index, time) in times.enumerated() {
      signal.addPop(
        at: time,
        height: 300 * Double(1 + index % 4),
        length: 0.1 * Double(1 + index % 4)
      )
    }
    #expect(signal.count() == 0)
  }

  @Test(arguments: rates)
  func `rest, hum and contractions have none`(rate: Double) {
    #expect(Signal(rate: rate, seconds: length(rate)).count() == 0)
    var hum = Signal(rate: rate, seconds: length(rate))
    hum.add { 40 * sin(2 * .pi * 50 * $0) }
    #expect(hum.count() == 0)
    var contractions = Signal(rate: rate, seconds: length(rate), noise: 1)
    contractions.scale { 2 + 40 * max(0, sin(2 * .pi * $0 / 7)) }
    #expect(contractions.count() <= 1)
  }

  @Test func `a potential with another beside it is none`() {
    var signal = Signal(rate: 1_000, seconds: 60)
    for step in 1..<28 {
      signal.addPotential(at: 2 * Double(step), length: 0.014, height: 60)
      signal.addPotential(at: 2 * Double(step) + 0.06, length: 0.014, height: 50)
    }
    #expect(signal.count() == 0)
  }

  @Test func `the last digit of a quiet converter is none`() {
    var signal = Signal(rate: 500, seconds: 60, noise: 0)
    for index in stride(from: 100, to: signal.samples.count, by: 613) { signal.samples[index] = 1 }
    #expect(signal.count() == 0)
  }

  @Test func `a hole leaves nothing behind that looks like one`() {
    var signal = Signal(rate: 1_000, seconds: 20)
    for index in 5_000..<5_200 { signal.samples[index] = .nan }
    for index in 5_200..<20_000 { signal.samples[index] += 4_000 }
    #expect(signal.count() == 0)
  }

  @Test(arguments: [(Modality.envelope, 1_000.0), (.pressure, 1_000), (.emg, 125)])
  func `only raw EMG that is fast enough has any`(modality: Modality, rate: Double) {
    var signal = Signal(rate: rate, seconds: 30)
    for step in 1..<28 { signal.addPotential(at: Double(step) * 1.03, length: 0.02, height: 90) }
    #expect(signal.count(modality: modality) == 0)
  }

  private func randomTimes(
    from start: Double,
    to end: Double,
    least: Double,
    most: Double,
    seed: UInt64
  ) -> [Double] {
    var generator = SplitMix64(seed: seed)
    var times: [Double] = []
    var time = start
    while time < end {
      times.append(time)
      time += least + (most - least) * generator.uniform()
    }
    return times
  }
}

/// White noise to which wave forms are added, in microvolts.
private struct Signal {
  let rate: Double
  var samples: [Float]

  init(rate: Double, seconds: Double, noise: Double = 2) {
    self.rate = rate
    var generator = SplitMix64(seed: 11)
    samples = (0..<Int(rate * seconds)).map { _ in
      Float(noise * 3.0.squareRoot() * (0..<4).reduce(-2) { sum, _ in sum + generator.uniform() })
    }
  }

  mutating func add(_ wave: (Double) -> Double) {
    for index in samples.indices { samples[index] += Float(wave(Double(index) / rate)) }
  }

  mutating func scale(_ factor: (Double) -> Double) {
    for index in samples.indices { samples[index] *= Float(factor(Double(index) / rate)) }
  }

  /// The derivative of a Gaussian over ±4 standard deviations: a motor-unit potential or a beat.
  mutating func addPotential(at start: Double, length: Double, height: Double) {
    let first = Int(start * rate)
    for index in first..<min(samples.count, first + Int(length * rate) + 1) {
      let x = 8 * Double(index - first) / (length * rate) - 4
      samples[index] += Float(-height * x * exp((1 - x * x) / 2))
    }
  }

  mutating func addPop(at start: Double, height: Double, length: Double) {
    let first = Int(start * rate)
    for index in first..<min(samples.count, first + Int(length * rate)) {
      let rest = 1 - Double(index - first) / (length * rate)
      samples[index] += Float(height * rest * rest * rest)
    }
  }

  func count(modality: Modality = .emg) -> Int {
    let channel = ChannelDescription(
      name: "calf",
      unit: .microvolt,
      rate: Hertz(rate),
      modality: modality
    )
    return FeatureRows.of([samples], [channel])[0].reduce(0) { $0 + $1.fasciculations }
  }
}
