/// A part of a calibration.
public enum CalibrationPhase: String, Hashable, Sendable, CaseIterable, Codable {
  /// The muscle at rest.
  case rest
  /// One maximum voluntary contraction.
  case maximum

  /// How long it usually lasts, in seconds.
  ///
  /// 5 s and three tries are common for a maximum (Konrad, "The ABC of EMG", MVC normalization);
  /// half a minute of rest gives sixty half seconds, enough for a 20th centile.
  public var usualSeconds: Double {
    switch self {
    case .rest: 30
    case .maximum: 5
    }
  }

  /// How long it may last, in seconds.
  public var possibleSeconds: ClosedRange<Double> {
    switch self {
    case .rest: 5...600
    case .maximum: 2...60
    }
  }

  /// How often it is done before it is judged by its best.
  public var tries: Int { self == .rest ? 1 : 3 }
}
