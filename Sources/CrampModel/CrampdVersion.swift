/// The version of crampd and its tools.
public enum CrampdVersion: Sendable {
  /// The version of this build, as `--version` prints it.
  public static let current = "0.1.0"
}
