/// What the muscle under one channel does, in a word.
public enum MusclePhase: String, Sendable, CaseIterable {
  /// At rest.
  case quiet
  /// Raised, but not for long.
  case rising
  /// Raised for so long that it may become a cramp.
  case suspected
  /// In a cramp.
  case cramping
  /// In a cramp whose level went down.
  case falling

  /// The word for a state.
  init(_ state: borrowing MuscleState) {
    switch state {
    case .quiet: self = .quiet
    case .rising(let rise): self = rise.isSuspected ? .suspected : .rising
    case .cramping: self = .cramping
    case .falling: self = .falling
    }
  }
}
