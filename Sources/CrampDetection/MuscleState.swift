/// What the muscle under one channel does; knows nothing of leads and sensors.
///
///              level ≥ on           window is a contraction
///     quiet ─────────────▶ rising ───────────────────────▶ cramping
///       ▲                  │    ▲ suspected on the way       │   ▲
///       │◀─────────────────┘                      level < end│   │ raised for 1 s
///       │   below off for 2 s                                ▼   │
///       └────────────────────────────────────────────────── falling
///                         held: release, back-dated
///
/// Hops count only while the channel can be judged.
enum MuscleState: Sendable, Equatable {
  /// At rest.
  case quiet
  /// Raised since `onset`, not yet long enough.
  case rising(Rise)
  /// In a cramp.
  case cramping(Contraction)
  /// In a cramp whose level went down.
  case falling(Contraction, Fall)
}

/// A rise of the level that may become a cramp.
struct Rise: Sendable, Equatable {
  /// Hop at which the level left rest.
  var onset: Int
  /// Judged hops since the level passed the on level.
  var age = 0
  /// Whether it left rest slowly, as tone does before a cramp.
  var isSlow = false
  /// Judged hops in a row below the off level.
  var below = 0
  /// Whether it was published as suspected.
  var isSuspected = false
}

/// A confirmed contraction.
struct Contraction: Sendable, Equatable {
  /// Hop of the onset.
  var onset: Int
  /// Levels of its beginning, kept so that a rise in rest does not move them.
  var thresholds: Thresholds
  /// Its level, smoothed over 10 s.
  var plateau: Double
  /// Its highest level.
  var peak: Double
  /// The last hop at which it reached its edge.
  var lastHigh = 0
  /// The highest of its plateaus.
  var highest = 0.0

  /// The level at which it began and ends.
  var edge: Double {
    OnsetEstimate.edge(rest: thresholds.rest, plateau: max(plateau, highest))
  }
}

/// The end of a contraction that is not yet certain.
struct Fall: Sendable, Equatable {
  /// Hop at which the level went below the end level.
  var since: Int
  /// Whether it fell from nine tenths of its level within 2 s.
  var isAbrupt: Bool
  /// Judged hops since.
  var age = 0
  /// Judged hops at which it was raised again.
  var raised = 0
  /// Judged hops at rest.
  var rested = 0
  /// Judged hops in a row above the on level.
  var again = 0
}
