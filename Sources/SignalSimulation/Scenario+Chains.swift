import CrampModel

/// Three muscles that lift a hip together, 12 s at a time, for six minutes.
extension Scenario {
  static let chains = [hamstringTakesOver, musclesShareEvenly]

  static let hamstringTakesOver = bridges(
    name: "hamstring-takes-over",
    summary:
      "A gluteus tires over 21 bridges and a hamstring does its work from the fourth minute.",
    tiring: 0.06,
    end: [25, 75, 20]
  )

  static let musclesShareEvenly = bridges(
    name: "muscles-share-evenly",
    summary: "The same bridges with muscles that neither tire nor change their parts.",
    tiring: 0,
    end: fresh
  )

  /// Levels of gluteus, hamstring and calf at the beginning.
  private static let fresh = [60.0, 40, 20]
  private static let count = 21
  private static let period = 18.0
  private static let hold = 12.0
  /// The bridges over which the parts change.
  private static let change = 10.0...13.0

  private static func bridges(
    name: String,
    summary: String,
    tiring: Double,
    end: [Double]
  ) -> Self {
    let muscle = SimulatedMuscle()
    var gluteus = muscle
    gluteus.slowing = tiring
    var activities: [Activity] = []
    for index in 0..<count {
      let start = 10 + period * Double(index)
      let place = (Double(index) - change.lowerBound) / (change.upperBound - change.lowerBound)
      let part = min(1, max(0, place))
      for channel in fresh.indices {
        let level = fresh[channel] + part * (end[channel] - fresh[channel])
        activities.append(
          Activity(.hold(level: level), at: start, for: hold, spread: .only(channel))
        )
      }
    }
    if end != fresh {
      let first = change.lowerBound + 1
      let start = 10 + period * first
      let length = period * (Double(count) - first)
      activities.append(Activity(.takeover, at: start, for: length, spread: .only(1)))
    }
    return Self(
      name: name,
      summary: summary,
      duration: 10 + period * Double(count),
      start: .tenInTheMorning,
      channels: [
        SimulatedChannel(name: "gluteus", muscle: gluteus, chain: "posterior"),
        SimulatedChannel(name: "hamstring", muscle: muscle, chain: "posterior"),
        SimulatedChannel(name: "calf", muscle: muscle, chain: "posterior"),
      ],
      activities: activities
    )
  }
}
