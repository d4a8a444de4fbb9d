/// One muscle of a chain does the work of another.
///
/// The rule is our assumption; no source gives limits for it. Shares of the chain's work in the last
/// minute of work are held against those of the session's first two minutes of work:
/// - one muscle's share fell by 20 percentage points, or by 10 if its median frequency says that it
///   tires;
/// - another's rose by 10 at least, and by half of what the first one lost;
/// - each ten seconds of the minute show half of both, so that one strong effort is none.
struct Compensation: Sendable, Equatable {
  /// Ten seconds of work each, in a minute.
  static let blocks = 6
  /// Percentage points by which a share falls.
  static let fall = 20.0
  /// The same of a muscle that tires.
  static let tiredFall = 10.0
  /// Percentage points by which another rises at least.
  static let rise = 10.0
  /// Percentage points of fall below which it is over.
  static let end = 5.0

  /// Whose work is taken over.
  let from: Int
  /// Who takes it over.
  let to: Int
  /// Whether it counts only because the first one tires.
  let isByFatigue: Bool

  /// Judges a chain.
  ///
  /// - Parameters:
  ///   - before: Each muscle's share at the beginning, in per cent.
  ///   - recent: The shares of each ten seconds of the last minute.
  ///   - isTiring: Whether each muscle tires.
  init?(before: [Double], recent: [[Double]], isTiring: [Bool]) {
    guard let (from, fall) = Self.extreme(before, recent, sign: -1),
      let (to, rise) = Self.extreme(before, recent, sign: 1)
    else { return nil }
    let isTired = isTiring.indices.contains(from) && isTiring[from]
    guard fall >= (isTired ? Self.tiredFall : Self.fall), rise >= max(Self.rise, fall / 2),
      Self.holds(fall, of: from, before, recent, sign: -1),
      Self.holds(rise, of: to, before, recent, sign: 1)
    else { return nil }
    self.from = from
    self.to = to
    isByFatigue = fall < Self.fall
  }

  /// Percentage points by which a muscle's share of the minute is above its beginning.
  static func change(of muscle: Int, _ before: [Double], _ recent: [[Double]]) -> Double {
    guard !recent.isEmpty else { return 0 }
    return recent.reduce(0) { $0 + $1[muscle] } / Double(recent.count) - before[muscle]
  }

  /// The muscle whose share changed most in one direction, and by how much.
  private static func extreme(
    _ before: [Double],
    _ recent: [[Double]],
    sign: Double
  ) -> (muscle: Int, points: Double)? {
    var found: (muscle: Int, points: Double)?
    for muscle in before.indices {
      let points = sign * change(of: muscle, before, recent)
      if let best = found, best.points >= points { continue }
      found = (muscle, points)
    }
    return found
  }

  private static func holds(
    _ points: Double,
    of muscle: Int,
    _ before: [Double],
    _ recent: [[Double]],
    sign: Double
  ) -> Bool {
    recent.count == blocks
      && recent.allSatisfy { sign * ($0[muscle] - before[muscle]) >= points / 2 }
  }
}
