internal import CrampModel

/// What one pressure channel is like at rest, learned from half seconds of the last minutes.
///
/// The owner feeds it only while the channel is at rest, so that a cramp, however slow its
/// build-up, does not become the new rest. Constant memory.
struct PressureRest: Sendable {
  private let capacity: Int
  private let least: Int
  private var levels: [Double] = []
  private var deviations: [Double] = []
  private var means: [Double] = []
  private var tremors: [Double] = []
  private var next = 0
  private var sinceMeasured = 0
  private var scratch: [Double] = []

  /// The resting level: a low centile, so that breaths and sighs do not lift it.
  private(set) var level: Double?
  /// The standard deviation of breath, pulse and noise.
  private(set) var spread = 0.0
  /// How far the level wandered: creep, warmth and leaks.
  private(set) var wander = 0.0
  /// What 100 ms differ from their second: the pulse.
  private(set) var tremor = 0.0

  init(_ profile: PressureProfile) {
    capacity = Int(2 * profile.restMemory)
    least = Int(2 * profile.restLeast)
    levels.reserveCapacity(capacity)
    deviations.reserveCapacity(capacity)
    means.reserveCapacity(capacity)
    tremors.reserveCapacity(capacity)
    scratch.reserveCapacity(capacity)
  }

  /// Half seconds that it rests on.
  var count: Int { levels.count }

  /// Takes in half a second at rest.
  ///
  /// - Parameters:
  ///   - level: Its mean.
  ///   - mean: The mean of the last 10 s.
  ///   - tremor: What its 100 ms differ from their second.
  mutating func learn(_ level: Double, mean: Double, tremor: Double) {
    if levels.count < capacity {
      levels.append(level)
      deviations.append(abs(level - mean))
      means.append(mean)
      tremors.append(tremor)
    } else {
      levels[next] = level
      deviations[next] = abs(level - mean)
      means[next] = mean
      tremors[next] = tremor
      next = (next + 1) % capacity
    }
    sinceMeasured += 1
    if levels.count >= least, sinceMeasured >= 2 || self.level == nil { measure() }
  }

  /// Begins anew; what it knew holds until enough has been seen again.
  mutating func restart() {
    levels.removeAll(keepingCapacity: true)
    deviations.removeAll(keepingCapacity: true)
    means.removeAll(keepingCapacity: true)
    tremors.removeAll(keepingCapacity: true)
    next = 0
  }

  /// Begins anew at a level that is known to be rest.
  mutating func restart(at level: Double) {
    restart()
    self.level = level
  }

  private mutating func measure() {
    sinceMeasured = 0
    level = centile(levels, 0.45)
    // The 80th centile of magnitudes is 1.28 standard deviations of noise and 1.34 of a sine.
    spread = centile(deviations, 0.8) / 1.3
    wander = centile(means, 0.9) - centile(means, 0.1)
    tremor = centile(tremors, 0.5)
  }

  private mutating func centile(_ values: [Double], _ share: Double) -> Double {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: values)
    scratch.sort()
    return scratch[min(scratch.count - 1, Int(share * Double(scratch.count)))]
  }
}
