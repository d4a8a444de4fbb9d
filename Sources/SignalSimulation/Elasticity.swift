/// What pads, straps and air do to a load: they stick a little, and they go on giving way.
///
/// Hysteresis is a sum of plays (Prandtl and Ishlinskii), creep a sum of lags at a tenfold of time
/// each, which together grow with the logarithm of time.
struct Elasticity: Sendable {
  private let playWeight: Double
  private let creep: Double
  private let shares: [4 of Double]
  private var plays: [3 of Double]
  private var lags: [4 of Double]

  private static let radii: [3 of Double] = [2, 8, 30]
  private static let seconds: [4 of Double] = [3, 30, 300, 3_000]

  /// A sensor that has carried its strap's tension for some time.
  init(_ sensor: MechanicalSensor, interval: Double) {
    // Both edges of three plays of 40 in all, on a squeeze of 100.
    playWeight = sensor.hysteresis * 100 / 80
    creep = sensor.creep
    plays = .init(repeating: sensor.preload)
    shares = .init { 1 - Elementary.exponential(-interval / Self.seconds[$0]) }
    lags = .init {
      sensor.preload * (1 - Elementary.exponential(-sensor.worn / Self.seconds[$0]))
    }
  }

  /// What is felt of the next load.
  mutating func push(_ load: Double) -> Double {
    var felt = load * (1 - 3 * playWeight)
    for index in plays.indices {
      let radius = Self.radii[index]
      plays[index] = min(max(plays[index], load - radius), load + radius)
      felt += playWeight * plays[index]
    }
    var result = felt
    for index in lags.indices {
      lags[index] += shares[index] * (felt - lags[index])
      result += creep * lags[index]
    }
    return result
  }
}
