import CrampModel
import SignalSimulation
import Testing

@Suite struct ScenarioRunTests {
  @Test(arguments: Scenario.all)
  func `every named scenario runs to its end between its rails`(scenario: Scenario) {
    var simulation = Simulation(scenario: scenario)
    let described = simulation.stream.channels
    var block = SampleBlock(channelCount: described.count)
    var samples = 0
    var lost = 0.0
    while simulation.read(into: &block, seconds: 1) {
      samples += block.channels[0].count
      lost += block.gap
      for (channel, values) in zip(described, block.channels) {
        let low = channel.railLow ?? 0
        let high = channel.railHigh ?? 0
        let inside = values.allSatisfy { $0 >= low && $0 <= high }
        #expect(inside)
      }
    }
    #expect(abs(Double(samples) / scenario.rate.value + lost - scenario.duration) < 1e-6)
    #expect(abs(simulation.position - scenario.duration) < 1e-6)
  }
}
