public import DetectorSettings

/// A routine that comes with the program, as the text of its file.
///
/// The postures and words are this project's own, and so are holds of a minute with a rhythm of
/// breath: no published source was found for them, and no benefit is claimed.
public struct IncludedRoutine: Hashable, Sendable {
  /// What it is called.
  public let name: String
  /// The YAML.
  public let text: String

  /// All there are.
  public static let all = [feet, calves, hamstrings, evening]

  /// The one of a name.
  public static func named(_ name: String) -> Self? { all.first { $0.name == name } }

  /// The routine that the text describes.
  ///
  /// - Returns: The routine.
  /// - Throws: ``ConfigurationError`` with the place of what is wrong.
  public func routine() throws(ConfigurationError) -> Routine {
    try RoutineFile.read(text: text, path: "\(name).yaml")
  }

  /// What goes for each of them.
  static let safety = """
    safety: |
      A mild pull is enough: never stretch into pain.
      Use a wall, the floor or a firm chair; nothing that rolls or wobbles.
      Breathe on all the time.
      Stop at once where anything hurts, goes numb or tingles, or when you feel dizzy.
      Ask a doctor first after an injury, an operation or a blood clot.
    """
}
