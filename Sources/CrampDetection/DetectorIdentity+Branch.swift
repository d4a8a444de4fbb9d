internal import CrampModel

extension DetectorIdentity {
  /// Identities for a second teller of the same stream, which give none that this one gives.
  public var branch: Self {
    switch self {
    case .derived: return .derived
    case .random(var generator): return .random(SplitMix64(seed: ~generator.next()))
    }
  }
}
