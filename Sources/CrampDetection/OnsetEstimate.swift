internal import CrampModel

/// Finds the hop at which a contraction began, looking back once it is certain.
///
/// It begins where its own level, without rest, reaches twice rest or half of its plateau, whichever
/// is less, and stays there for a second. Where a weak tone went before, it begins at the jump from
/// that tone to the contraction.
struct OnsetEstimate {
  private let rest: Double
  private let plateau: Double
  private let second = FeatureRow.hopsPerSecond

  /// Prepares for a contraction over a resting level.
  init(rest: Double, plateau: Double) {
    self.rest = rest
    self.plateau = plateau
  }

  /// The level at which a contraction with this plateau begins and ends.
  static func edge(rest: Double, plateau: Double) -> Double {
    let own = max(0, plateau * plateau - rest * rest).squareRoot()
    let least = min(2 * rest, own / 2)
    return (rest * rest + least * least).squareRoot()
  }

  /// Finds how many hops ago the contraction began.
  ///
  /// - Parameters:
  ///   - recent: The levels, the newest of which belongs to the contraction.
  ///   - earliest: How many hops ago it can have begun at the earliest.
  ///   - latest: How many hops ago at the latest.
  /// - Returns: A number from `latest` to a little over `earliest`.
  func hopsAgo(_ recent: RecentLevels, earliest: Int, latest: Int) -> Int {
    let edge = Self.edge(rest: rest, plateau: plateau)
    let first = crossing(of: edge, recent, from: earliest, to: latest) ?? latest
    guard let jump = jump(recent, from: first, to: latest) else { return first }
    let before = recent.rms(from: jump + 2 * second, to: jump + 4) ?? rest
    let own = max(0, plateau * plateau - before * before).squareRoot()
    let level = (before * before + 0.0625 * own * own).squareRoot()
    return crossing(of: level, recent, from: jump + second, to: latest) ?? jump
  }

  /// The first hop whose 250 ms reach a level that the second from there on keeps.
  private func crossing(
    of edge: Double,
    _ recent: RecentLevels,
    from earliest: Int,
    to latest: Int
  ) -> Int? {
    var back = earliest
    while back >= latest {
      if let level = recent.level(back), level >= edge,
        let next = recent.rms(from: back, to: max(0, back - second)), next >= edge
      {
        // The level is that of the 250 ms up to here: the short one leads it.
        var early = back
        while early < back + 4, let short = recent.short(early + 1), short >= edge { early += 1 }
        return early
      }
      back -= 1
    }
    return nil
  }

  /// The steepest rise to the plateau, if a tone went before it.
  private func jump(_ recent: RecentLevels, from earliest: Int, to latest: Int) -> Int? {
    var best: (back: Int, ratio: Double)?
    var back = earliest
    var last = latest
    while back >= last {
      defer { back -= 1 }
      guard let before = recent.rms(from: back + 5 * second / 4, to: back + second / 4),
        let after = recent.rms(from: back, to: max(0, back - second)),
        after >= 0.6 * plateau, before > 0
      else { continue }
      // What comes a second after the plateau was reached is its waxing and waning.
      if after >= 0.8 * plateau { last = max(last, back - second) }
      guard after / before > best?.ratio ?? 1.6 else { continue }
      let tone = recent.rms(from: back + 5 * second, to: back + 5 * second / 2) ?? rest
      // A tone is there for seconds; what is on its way to the plateau is not.
      let isAfterTone = tone >= 1.2 * rest && before < min(1.3 * tone, 0.6 * plateau)
      let isSteep = after >= 3 * before
      if isAfterTone || isSteep { best = (back, after / before) }
    }
    return best?.back
  }
}
