import CrampModel
import SensorProtocols
import Testing

struct ArrivalLossTests {
  /// What arrives from a sensor, clump by clump.
  struct Arrivals {
    /// Frames per second by the sensor's own word, and in truth.
    var nominal = 10_000.0
    var actual = 10_000.0
    /// Seconds between clumps, and by how much each may be late.
    var clump = 0.002
    var lateness = 0.02
    var seconds = 600.0
    /// Within these no frame is sent.
    var silences: [Range<Double>] = []
    /// Within these frames wait, to come all at once.
    var stalls: [Range<Double>] = []

    func lost(seed: UInt64) -> Int {
      var random = SplitMix64(seed: seed)
      var arrivals = ArrivalLoss(rate: Hertz(nominal))
      var lost = 0
      var sent = 0
      var silent = 0
      var now = 0.0
      var waiting = 0
      while now < seconds {
        now += clump
        let taken = Int(now * actual)
        let isSilent = silences.contains { $0.contains(now) }
        if isSilent { silent += taken - sent } else { waiting += taken - sent }
        sent = taken
        if isSilent || waiting == 0 || stalls.contains(where: { $0.contains(now) }) { continue }
        let time = Duration.seconds(5 + now + lateness * random.uniform())
        lost += arrivals.lost(at: time)
        arrivals.note(frames: waiting, at: time)
        waiting = 0
      }
      return lost
    }

    var missing: Double {
      silences.reduce(0) { $0 + $1.upperBound - $1.lowerBound } * actual
    }
  }

  @Test(
    arguments: [
      Arrivals(actual: 10_050, clump: 0.016),
      Arrivals(actual: 9_950, clump: 0.002),
      Arrivals(nominal: 250, actual: 251.25, clump: 0.02, lateness: 0.06),
      Arrivals(nominal: 100, actual: 99.5, clump: 0.01, lateness: 0.1),
      Arrivals(nominal: 20, actual: 19.5, clump: 0.016, lateness: 0.015),
      Arrivals(nominal: 500, actual: 500, clump: 0.004, lateness: 0.3),
      Arrivals(stalls: [60..<60.4, 100..<103, 200..<209.5]),
      Arrivals(nominal: 250, actual: 249, clump: 0.04, stalls: [3..<8, 100..<103]),
    ],
    1...5 as ClosedRange<UInt64>
  )
  func `Clumps, drift and stalls are no loss`(arrivals: Arrivals, seed: UInt64) {
    #expect(arrivals.lost(seed: seed) == 0)
  }

  @Test(
    arguments: [
      Arrivals(actual: 10_050, silences: [60..<60.1]),
      Arrivals(actual: 9_950, clump: 0.008, silences: [60..<60.3, 90..<91]),
      Arrivals(actual: 10_050, silences: [60..<61, 61.5..<62.5, 300..<310]),
      Arrivals(nominal: 250, actual: 251.25, clump: 0.02, silences: [100..<101]),
      Arrivals(nominal: 250, actual: 249.5, clump: 0.02, silences: [100..<110, 110.4..<112]),
      Arrivals(nominal: 20, actual: 20, clump: 0.016, lateness: 0.01, silences: [80..<90]),
    ],
    1...5 as ClosedRange<UInt64>
  )
  func `A silence is counted to 2 %`(arrivals: Arrivals, seed: UInt64) {
    let lost = Double(arrivals.lost(seed: seed))
    #expect(abs(lost - arrivals.missing) <= max(1, arrivals.missing * 0.02))
  }

  @Test func `A silence at the beginning is counted too, though the drift is not yet known`() {
    let arrivals = Arrivals(actual: 10_050, seconds: 20, silences: [3..<5])
    #expect(abs(arrivals.lost(seed: 1) - 20_100) < 1_000)
  }

  @Test func `Losses that are known by other signs are not counted again`() {
    var arrivals = ArrivalLoss(rate: Hertz(1_000))
    var lost = 0
    for second in 1...60 {
      let time = Duration.seconds(second == 30 ? 30.001 : Double(second))
      lost += arrivals.lost(at: time)
      arrivals.note(frames: 1_000, at: time)
    }
    #expect(lost == 0)
    lost += arrivals.lost(at: .seconds(66))
    arrivals.note(frames: 6_000, at: .seconds(66))
    for second in 67...80 {
      lost += arrivals.lost(at: .seconds(second))
      arrivals.note(frames: 1_000, at: .seconds(second))
    }
    #expect(lost == 0)
  }
}
