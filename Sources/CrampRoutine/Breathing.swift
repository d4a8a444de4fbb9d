/// A rhythm of breath in four phases: in, held, out, held.
///
/// Both holds are 0 unless somebody wants them. Box breathing has two; the participants of the trial
/// on stretching before sleep were told never to hold their breath in a stretch (Hallegraeff et al.
/// 2012, J Physiother 58:17-22). No benefit is claimed for any rhythm.
public struct Breathing: Hashable, Sendable {
  /// The part of a breath.
  public enum Phase: Hashable, Sendable, CaseIterable {
    /// Breathing in.
    case breathingIn
    /// Held after breathing in.
    case full
    /// Breathing out.
    case breathingOut
    /// Held after breathing out.
    case empty
  }

  /// Where one is in a breath.
  public struct Moment: Hashable, Sendable {
    /// The part of the breath.
    public let phase: Phase
    /// How much of the part is over, 0 to 1.
    public let share: Double
    /// Seconds until the next part.
    public let left: Double
  }

  /// How long a breath in or out may be, in seconds; an assumption.
  public static let possibleBreath = 1.0...30
  /// How long a breath may be held, in seconds; an assumption.
  public static let possibleHold = 0.0...20
  /// Six breaths a minute, none held.
  public static let usual = Self(seconds: [4, 0, 6, 0])

  /// Seconds of each phase, in the order of ``Phase``.
  private let seconds: [Double]

  private init(seconds: [Double]) {
    self.seconds = seconds
  }

  /// Reads `in-held-out-held` or `in-out` in seconds, such as `4-4-4-4` or `4-6`; `nil` if it is
  /// neither or no breath of a person.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    var numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count else { return nil }
    if numbers.count == 2 { numbers = [numbers[0], 0, numbers[1], 0] }
    guard numbers.count == 4, Self.possibleBreath.contains(numbers[0]),
      Self.possibleHold.contains(numbers[1]), Self.possibleBreath.contains(numbers[2]),
      Self.possibleHold.contains(numbers[3])
    else { return nil }
    seconds = numbers
  }

  /// Whether the breath is held at all.
  public var isHeld: Bool { seconds[1] + seconds[3] > 0 }

  /// Where one is when so many seconds are over since the first breath began.
  public func moment(at elapsed: Double) -> Moment {
    let whole = seconds.reduce(0, +)
    var rest = max(0, elapsed).truncatingRemainder(dividingBy: whole)
    for (phase, length) in zip(Phase.allCases, seconds) {
      if rest < length {
        return Moment(phase: phase, share: rest / length, left: length - rest)
      }
      rest -= length
    }
    return Moment(phase: .breathingIn, share: 0, left: seconds[0])
  }
}
