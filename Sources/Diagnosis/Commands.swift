/// Runs commands that change nothing.
public struct Commands: Sendable {
  /// What a command gave.
  public enum Answer: Hashable, Sendable {
    /// It ended, with this status, output and errors.
    case ended(status: Int32, output: String, errors: String)
    /// It is not installed.
    case absent
    /// It did not end in time, and was ended.
    case late
  }

  private let body: @Sendable ([String], Duration) -> Answer

  /// Answers with what `body` gives for words and a time.
  public init(_ body: @escaping @Sendable ([String], Duration) -> Answer) {
    self.body = body
  }

  /// Runs a command for a few seconds at most.
  func run(_ words: String..., patience: Duration = .seconds(5)) -> Answer {
    body(words, patience)
  }

  /// The output of a command that succeeded; `nil` of any other.
  func output(_ words: String..., patience: Duration = .seconds(5)) -> String? {
    guard case .ended(status: 0, let output, errors: _) = body(words, patience) else { return nil }
    return output
  }
}
