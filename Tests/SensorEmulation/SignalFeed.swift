public import CrampModel
public import SignalSimulation

/// A scenario's samples one by one, as the converter of a sensor takes them; without an end.
///
/// The scenario begins again where it ends.
public struct SignalFeed: Sendable {
  /// The newest sample of each channel, in the unit of the front end.
  public private(set) var values: [Float]
  /// The RMS of each channel over about 0.1 s, without its mean, in the unit of the front end.
  public private(set) var envelopes: [Float]
  /// What happens in the scenario.
  public let labels: [Label]
  /// Seconds after which the scenario begins again.
  public let period: Double

  private let scenario: Scenario
  private let seed: UInt64
  private let oversampling: Int
  private let rate: Double
  private var simulation: Simulation
  private var block: SampleBlock
  private var index = 0
  private var missing = 0
  private var means: [Float]
  private var squares: [Float]

  /// The lowest rate at which a scenario is made, in hertz; slower sensors pick samples from it.
  public static let lowestRate = 500.0

  /// Begins a scenario.
  ///
  /// - Parameters:
  ///   - scenario: What happens; its rate and front ends are replaced.
  ///   - seed: The random numbers; `nil` for the scenario's own.
  ///   - rate: Samples per second of the sensor.
  ///   - frontEnd: The sensor's amplifier and converter.
  public init(scenario: Scenario, seed: UInt64?, rate: Double, frontEnd: FrontEnd) {
    oversampling = rate < 125 ? Int((Self.lowestRate / rate).rounded(.up)) : 1
    self.rate = rate * Double(oversampling)
    self.seed = seed ?? scenario.seed
    var scenario = scenario
    scenario.rate = Hertz(self.rate)
    for channel in scenario.channels.indices { scenario.channels[channel].frontEnd = frontEnd }
    self.scenario = scenario
    simulation = Simulation(scenario: scenario, seed: self.seed)
    labels = simulation.labels
    period = scenario.duration
    let count = scenario.channels.count
    block = SampleBlock(channelCount: count)
    let middle = frontEnd.unit == .count ? Float(1 << (frontEnd.bits - 1)) : 0
    values = Array(repeating: middle, count: count)
    envelopes = Array(repeating: 0, count: count)
    squares = envelopes
    means = values
  }

  /// Takes the next sample.
  ///
  /// - Returns: `false` where the scenario has a gap: there is no sample.
  public mutating func advance() -> Bool {
    var isThere = false
    for _ in 0..<oversampling {
      isThere = advanceOnce()
    }
    return isThere
  }

  private mutating func advanceOnce() -> Bool {
    if missing > 0 {
      missing -= 1
      return false
    }
    if index >= block.channels.first?.count ?? 0 {
      read()
      if missing > 0 {
        missing -= 1
        return false
      }
    }
    for channel in values.indices {
      values[channel] = block.channels[channel][index]
    }
    index += 1
    follow()
    return true
  }

  private mutating func read() {
    index = 0
    repeat {
      if !simulation.read(into: &block, seconds: 0.1) {
        simulation = Simulation(scenario: scenario, seed: seed)
      }
    } while block.isEmpty
    missing = Int((block.gap * rate).rounded())
  }

  /// Follows the mean within 0.5 s and the RMS within 0.1 s.
  private mutating func follow() {
    let slow = Float(min(1, 1 / (0.5 * rate)))
    let fast = Float(min(1, 1 / (0.1 * rate)))
    for channel in values.indices {
      means[channel] += slow * (values[channel] - means[channel])
      let difference = values[channel] - means[channel]
      squares[channel] += fast * (difference * difference - squares[channel])
      envelopes[channel] = squares[channel].squareRoot()
    }
  }
}
