/// What a stretch of time was like against what a profile asks of a cramp, point by point.
public struct ContractionReview: Hashable, Sendable {
  /// What is asked for.
  public enum Criterion: String, Sendable, CaseIterable {
    /// Seconds that the contraction has lasted.
    case length
    /// Share of the window above the on level.
    case aboveOn
    /// Share of the window above the off level.
    case aboveOff
    /// Share of the window in which the signal could be judged.
    case clear
    /// 15th over 85th centile of the 100 ms RMS, both over rest.
    case valley
    /// 10th over 90th centile of the steady level.
    case evenness
  }

  /// One point.
  public struct Finding: Hashable, Sendable {
    /// What is asked for.
    public let criterion: Criterion
    /// What there was; seconds or a share.
    public let value: Double
    /// What the profile asks for at least.
    public let least: Double

    /// Whether there was enough of it.
    public var isMet: Bool { value >= least }
  }

  /// The points for which there is a value, in the order of ``Criterion``.
  public let findings: [Finding]

  /// Holds values against a profile.
  ///
  /// - Parameters:
  ///   - values: What there was; a point without a value is left out.
  ///   - profile: What is asked for.
  public init(_ values: [Criterion: Double], profile: Profile) {
    findings = Criterion.allCases.compactMap { criterion in
      values[criterion].map { value in
        Finding(criterion: criterion, value: value, least: profile.least(criterion))
      }
    }
  }

  /// How many points were lacking.
  public var lacking: Int { findings.count { !$0.isMet } }
}

extension Profile {
  /// The least that a cramp needs of something.
  public func least(_ criterion: ContractionReview.Criterion) -> Double {
    switch criterion {
    case .length: Self.confirmShare * confirmAfter
    case .aboveOn: occupancyOn
    case .aboveOff: occupancyOff
    case .clear: clearShare
    case .valley: valley
    case .evenness: evenness
    }
  }
}
