/// What a session is for.
public enum SessionKind: String, Hashable, Sendable, CaseIterable {
  /// A cramp is provoked on purpose, met, and let go.
  case practice
  /// Sport or training.
  case exercise
  /// A night's sleep.
  case night
  /// Anything else.
  case other

  /// The name of the detector's profile that such a session asks for; `nil` if it asks for none.
  ///
  /// A night goes by what is configured, which may be a person's own profile for nights.
  public var profile: String? {
    switch self {
    case .practice, .exercise: rawValue
    case .night, .other: nil
    }
  }
}
