/// The version of the detector's decisions.
public enum DetectorVersion: Sendable {
  /// What the member `detector` of its events says.
  ///
  /// Raised whenever the same samples may give other events than before; a change that only makes
  /// them faster or better explained leaves it.
  public static let current = "2.0"
}
