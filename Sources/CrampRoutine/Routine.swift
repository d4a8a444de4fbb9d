/// A sequence of timed holds with rests between them.
public struct Routine: Hashable, Sendable {
  /// What it is for.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Postures and stretches.
    case exercise
    /// A cramp is provoked on purpose, met and let go: a term of this project, and no treatment.
    case practice
  }

  /// How long a routine may be where it does not say otherwise, in minutes.
  ///
  /// As long as the sessions that this project was begun for; more is likelier a slip of the
  /// keyboard.
  public static let usualLimit = 45
  /// What it may say instead, in minutes; an assumption.
  public static let possibleLimit = 1...180
  /// More steps than this are a mistake; an assumption.
  public static let mostSteps = 100
  /// How long one may have to get ready, in seconds; an assumption.
  public static let possiblePreparation = 0.0...300

  /// What the session is called.
  public var name: String
  /// What it is, in words.
  public var title: String
  /// What it is for.
  public var kind: Kind
  /// What to take care of, in sentences.
  public var safety: String
  /// Time to get ready before the first hold, in seconds.
  public var preparation: Double
  /// How to breathe.
  public var breathing: Breathing
  /// How long it may be, in minutes.
  public var limit: Int
  /// What is done, in order.
  public var steps: [RoutineStep]

  /// Puts a routine together.
  public init(
    name: String,
    title: String = "",
    kind: Kind = .exercise,
    safety: String = "",
    preparation: Double = 10,
    breathing: Breathing = .usual,
    limit: Int = usualLimit,
    steps: [RoutineStep]
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.safety = safety
    self.preparation = preparation
    self.breathing = breathing
    self.limit = limit
    self.steps = steps
  }

  /// How long it is, in seconds.
  public var length: Double {
    steps.reduce(preparation) { $0 + Double($1.repetitions) * ($1.hold + $1.rest) }
  }

  /// Whether it is no longer than it may be.
  public var isWithinLimit: Bool { length <= 60 * Double(limit) }

  /// Its phases in order.
  public var phases: [RoutinePhase] {
    var phases: [RoutinePhase] = []
    if preparation > 0 { phases.append(RoutinePhase(.preparation, step: 0, seconds: preparation)) }
    for (index, step) in steps.enumerated() {
      for repetition in 1...max(1, step.repetitions) {
        phases.append(RoutinePhase(.hold, step: index, repetition, seconds: step.hold))
        let isLast = repetition >= step.repetitions
        let next = isLast ? index + 1 : index
        guard step.rest > 0 else { continue }
        let isChange = next < steps.count && steps[next].side != step.side
        phases.append(
          RoutinePhase(isChange ? .change : .rest, step: index, repetition, seconds: step.rest)
        )
      }
    }
    return phases
  }
}

/// A stretch of a routine in which one thing is done.
public struct RoutinePhase: Hashable, Sendable {
  /// What is done.
  public enum Kind: Hashable, Sendable {
    /// Getting ready.
    case preparation
    /// Holding a posture.
    case hold
    /// Resting.
    case rest
    /// Resting and going over to the other side.
    case change
  }

  /// What is done.
  public let kind: Kind
  /// The step that it belongs to, counted from 0.
  public let step: Int
  /// Which hold of the step, counted from 1.
  public let repetition: Int
  /// How long it is, in seconds.
  public let seconds: Double

  /// Puts a phase together.
  public init(_ kind: Kind, step: Int, _ repetition: Int = 1, seconds: Double) {
    self.kind = kind
    self.step = step
    self.repetition = repetition
    self.seconds = seconds
  }

  /// The cue that marks its beginning among the events; `nil` for none.
  public var cue: String? {
    switch kind {
    case .preparation: nil
    case .hold: "hold"
    case .rest: "rest"
    case .change: "switch-side"
    }
  }
}
