public import CrampModel
public import SignalSimulation

/// A simulated sensor, played at a pace.
public struct SimulationSource: SampleSource {
  private let pace: Pace
  private var simulation: Simulation
  private var pacer: Pacer<SensorClock>
  private var position = 0.0

  /// Prepares a simulation.
  public init(scenario: Scenario, pace: Pace) {
    self.pace = pace
    simulation = Simulation(scenario: scenario)
    pacer = Pacer(clock: SensorClock(), pace: pace)
  }

  /// The simulated channels.
  public var stream: StreamDescription { simulation.stream }

  /// Nothing is odd in a simulation.
  public mutating func takeWarnings() -> [String] { [] }

  /// When the samples of the last block were due.
  public var arrival: ContinuousClock.Instant { pacer.due ?? .now }

  /// Makes the next samples when they are due.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `.over` at the end of the scenario.
  /// - Throws: `CancellationError`.
  public mutating func read(into block: inout SampleBlock) async throws -> SourceStep {
    guard simulation.read(into: &block, seconds: pace.blockSeconds) else {
      return .over("end of the simulation")
    }
    position = simulation.position
    try await pacer.wait(until: position)
    return .samples
  }
}
