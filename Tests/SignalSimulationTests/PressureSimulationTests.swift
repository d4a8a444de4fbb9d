import CrampModel
import SignalSimulation
import Testing

@Suite struct PressureSimulationTests {
  /// A belt of 1 N for each per cent of a squeeze, without breath, pulse and noise.
  private func belt(
    creep: Double = 0,
    hysteresis: Double = 0,
    breath: Double = 0,
    response: MechanicalSensor.Response = .linear(1),
    activities: [Activity],
    artefacts: [Artefact] = [],
    duration: Double = 400
  ) -> [Float] {
    let channel = SimulatedChannel(
      name: "calf",
      frontEnd: FrontEnd(bits: 20, fullScale: 500, noise: 0, unit: .newton),
      mechanics: MechanicalSensor(
        response: response,
        preload: 20,
        creep: creep,
        hysteresis: hysteresis,
        breath: breath,
        pulse: 0
      )
    )
    let scenario = Scenario(
      name: "belt",
      summary: "A belt.",
      duration: duration,
      rate: Hertz(20),
      channels: [channel],
      activities: activities,
      artefacts: artefacts
    )
    return samples(scenario)[0]
  }

  private func mean(_ values: [Float], _ span: ClosedRange<Double>) -> Float {
    let part = stretch(values, span, rate: Hertz(20))
    return part.reduce(0, +) / Float(part.count)
  }

  @Test func `a load that stays creeps by its share with each tenfold of time`() {
    let load = Activity(.posture(load: 40, coupling: 1, edge: 0.1), at: 50, for: 1_000)
    let plain = belt(activities: [load])
    #expect(abs(mean(plain, 60...61) - 60) < 0.01 && abs(mean(plain, 390...391) - 60) < 0.01)
    let creeping = belt(creep: 0.05, activities: [load])
    let growth = mean(creeping, 350...352) - mean(creeping, 79...81)
    #expect((1.2...3).contains(growth), "\(growth)")
  }

  @Test func `a squeeze leaves something behind in a sensor with hysteresis`() {
    let squeeze = Activity(.hold(level: 80), at: 50, for: 5)
    #expect(abs(mean(belt(activities: [squeeze]), 60...70) - 20) < 0.01)
    let left = mean(belt(hysteresis: 0.1, activities: [squeeze]), 60...70) - 20
    #expect((2...10).contains(left), "\(left)")
  }

  @Test func `a force-sensing resistor gives less the more it carries`() {
    let steps = [50.0, 150, 250].map {
      Activity(.posture(load: 30, coupling: 1, edge: 0.1), at: $0, for: 1_000)
    }
    let values = belt(response: .divider(knee: 60, range: 100), activities: steps)
    let levels = [40.0, 140, 240, 390].map { mean(values, $0...$0 + 5) }
    let rises = zip(levels.dropFirst(), levels).map { $0 - $1 }
    #expect(rises[0] > 1.2 * rises[1] && rises[1] > 1.2 * rises[2] && rises[2] > 0)
  }

  @Test(arguments: [0.5, 2])
  func `breath comes through a posture as strongly as it says`(coupling: Double) {
    let posture = Activity(.posture(load: 0, coupling: coupling, edge: 1), at: 200, for: 1_000)
    let values = belt(breath: 1, activities: [posture])
    let before = rms(stretch(values, 20...190, rate: Hertz(20)))
    let after = rms(stretch(values, 210...390, rate: Hertz(20)))
    #expect((0.5...1).contains(before), "\(before)")
    #expect(abs(after / before / coupling - 1) < 0.3, "\(before) \(after)")
  }

  @Test func `a sensor that is off reads nothing, a stuck one what it read last`() {
    let values = belt(
      breath: 1,
      activities: [],
      artefacts: [
        Artefact(.leadOff(.zero), at: 50, for: 20), Artefact(.leadOff(.flat), at: 100, for: 20),
      ]
    )
    #expect(Set(stretch(values, 50.1...69.9, rate: Hertz(20))) == [0])
    let stuck = stretch(values, 100.1...119.9, rate: Hertz(20))
    #expect(Set(stuck).count == 1 && (stuck.first ?? 0) > 15)
    #expect(Set(stretch(values, 121...140, rate: Hertz(20))).count > 100)
  }

  @Test(arguments: SensorSetup.mechanical)
  func `a drawn night has its sensor's rate, unit and modality`(setup: SensorSetup) {
    let scenario = Scenario.drawn(.pressure, setup: setup, subject: 7)
    let channel = Simulation(scenario: scenario).stream.channels[0]
    #expect((20...200).contains(channel.rate.value))
    #expect(channel.modality == (setup == .dynamometer ? .force : .pressure))
    #expect(channel.unit == [.fsr: .count, .cuff: .kilopascal][setup, default: .newton])
    #expect(scenario.artefacts.allSatisfy { !$0.kind.isElectrical })
  }

  @Test func `a cramp's label is where its load leaves what rest does by itself`() throws {
    let scenario = try Scenario(specification: "cuff-cramp-at-night")
    let cramps = Simulation(scenario: scenario).labels.filter { $0.trialType == "cramp" }
    #expect(cramps.count == 1)
    #expect(cramps.first.map { (150...150.6).contains($0.onset) } == true)
  }

  @Test(arguments: [
    ("drawn-pressure?subject=3&setup=fsr&duration=200", "f4f74692-3cc8-81d0-8a58-1231884f4b0d"),
    ("drawn-pressure?subject=3&setup=cuff&duration=200", "40c15384-2162-81b6-aa38-9b4a86d36b1e"),
    ("drawn-pressure?subject=3&setup=belt&duration=200", "f596802a-680a-823a-aa7c-cad2a6008ec2"),
    (
      "drawn-pressure?subject=3&setup=dynamometer&duration=200",
      "c7a256e0-d58c-8e14-bee0-563fbfb0926e"
    ),
  ])
  func `samples are these on every machine`(specification: String, expected: String) throws {
    var digest = Digest()
    for value in samples(try Scenario(specification: specification))[0] {
      for shift: UInt32 in [0, 8, 16, 24] {
        digest.add(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    #expect(EventID(digest: digest).description == expected)
  }
}

extension Artefact.Kind {
  fileprivate var isElectrical: Bool {
    switch self {
    case .leadOff(.rail), .leadOff(.flat), .leadOff(.zero), .gap, .drift: false
    default: true
    }
  }
}
