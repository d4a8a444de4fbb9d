/// A frequency or a sample rate, in hertz.
public struct Hertz: Hashable, Sendable, Comparable {
  /// Cycles or samples per second.
  public let value: Double

  /// Wraps a frequency in hertz.
  public init(_ value: Double) {
    self.value = value
  }

  /// The lowest rate at which EMG can be judged, from the slowest sensors supported.
  public static let lowestForEMG = Self(125)

  /// Orders frequencies from low to high.
  public static func < (left: Self, right: Self) -> Bool {
    left.value < right.value
  }
}
