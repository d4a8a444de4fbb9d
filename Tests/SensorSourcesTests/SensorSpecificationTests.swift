import CrampModel
import SensorSources
import SignalSimulation
import Testing

struct SensorSpecificationTests {
  @Test func `A simulation happens now unless a speed is given`() throws {
    let own = Timestamp.elevenAtNight
    let first = try SensorSpecification("synthetic:quiet-night").open().stream.start
    let second = try SensorSpecification("synthetic").open().stream.start
    // This was written later than the simulated nights.
    #expect(first > own.advanced(bySeconds: 86_400))
    #expect(second >= first)
    for speed in ["1", "20", "max"] {
      let played = try SensorSpecification("synthetic:quiet-night?speed=\(speed)")
      #expect(try played.open().stream.start == own)
    }
  }
}
