internal import CrampModel

extension DetectorIdentity {
  /// Identities for a second teller of the same stream, which give none that this one gives.
  public var branch: Self {
    switch self {
    case .derived: return .derived
    case .random(var generator): return .random(SplitMix64(seed: ~generator.next()))
    }
  }

  /// Identities for the teller of resting tones, which give none that another teller gives.
  public var branchForTone: Self {
    switch self {
    case .derived: return .derived
    case .random(var generator): return .random(SplitMix64(seed: generator.next() ^ Self.tone))
    }
  }

  private static let tone: UInt64 = 0x746F_6E65_746F_6E65
}
