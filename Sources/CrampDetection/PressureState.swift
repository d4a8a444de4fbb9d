/// What the muscle under one pressure sensor does; knows nothing of straps that come off.
///
///              level ≥ on           window is a contraction, and no movement began it or it trembles
///     quiet ─────────────▶ rising ───────────────────────────────────────────▶ cramping
///       ▲                  │    ▲ suspected on the way                            │   ▲
///       │◀─────────────────┘                                          level < end │   │ raised
///       │   below off for 2 s; lasting: new rest                                  ▼   │
///       └───────────────────────────────────────────────────────────────────── falling
///                         held: release, back-dated
///
/// A cramping level that stays constant for minutes is a posture: back to quiet, at a new rest.
enum PressureState: Sendable, Equatable {
  /// At rest.
  case quiet
  /// Raised, not yet long or clear enough.
  case rising(PressureRise)
  /// In a cramp.
  case cramping(Contraction)
  /// In a cramp whose level went down.
  case falling(Contraction, PressureFall)

  /// The cramp that is open.
  var contraction: Contraction? {
    switch self {
    case .cramping(let contraction), .falling(let contraction, _): contraction
    case .quiet, .rising: nil
    }
  }
}

/// A rise of the level that may become a cramp.
struct PressureRise: Sendable, Equatable {
  /// Hop at which the level left rest.
  var onset: Int
  /// Judged hops since the level passed the on level.
  var age = 0
  /// Judged hops in a row below the off level.
  var below = 0
  /// Whether it has risen as fast as a muscle does, at least once.
  var isRisen = false
  /// Whether it was published as suspected.
  var isSuspected = false
  /// Whether a movement began it; `nil` before its first moments are over.
  var isMoved: Bool?
  /// How high above rest it was when it had lasted as long as a cramp must, but had begun within a
  /// movement; `nil` before that.
  var doubtfulHeight: Double?
  /// Whether that may be what a squeeze has left behind.
  var isResidue = false
}

/// The end of a contraction that is not yet certain.
struct PressureFall: Sendable, Equatable {
  /// Hop at which the level went below the end level.
  var since: Int
  /// Whether it fell from nine tenths of its height within 2 s.
  var isAbrupt: Bool
  /// Judged hops since.
  var age = 0
  /// Judged hops in a row at which it was raised again.
  var raised = 0
}
