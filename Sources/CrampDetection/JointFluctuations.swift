/// How the ups and downs of two channels go together while both contract.
struct JointFluctuations: Sendable {
  /// Hops of a contraction that are left out before its ups and downs are compared.
  static let rise = 20
  /// Hops of them before they are held against a verdict: three seconds, in which a dozen values of
  /// 250 ms are independent.
  static let least = 60
  /// Correlation of the ups and downs below which two muscles are at work: our assumption, beyond
  /// what a dozen independent values show by chance one time in twenty.
  static let correlation = 0.5

  private var correlation = RunningCorrelation()
  private var held = 0

  /// Whether there are any hops.
  var isEmpty: Bool { held == 0 }

  /// Takes in a hop in which both contract.
  mutating func add(_ one: Double, _ other: Double) {
    held = min(held + 1, Self.rise + 1)
    guard held > Self.rise else { return }
    correlation.add(one, other, window: EnvelopeCorrelations.window)
  }

  /// Whether nothing speaks against one muscle under both; levels that do not vary say nothing.
  var isOneMuscle: Bool {
    guard correlation.count >= Self.least else { return true }
    return correlation.correlation ?? 1 > Self.correlation
  }
}
