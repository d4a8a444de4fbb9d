/// A channel of the daemon, as far as it matters to a routine.
public struct MeasuredChannel: Hashable, Sendable {
  /// The sensor's identity.
  public let sensor: String?
  /// The channel's name.
  public let name: String
  /// The muscle under the electrodes, if it is said.
  public let muscle: String?

  /// Describes a channel.
  public init(sensor: String?, name: String, muscle: String? = nil) {
    self.sensor = sensor
    self.name = name
    self.muscle = muscle
  }

  /// The channels that measure a step: the one that it names, else those of its side and muscle, else
  /// all.
  public static func fitting(_ step: RoutineStep, among all: [Self]) -> [Self] {
    if let channel = step.channel {
      let named = all.filter { $0.name == channel }
      if !named.isEmpty { return named }
    }
    let sided = all.filter { $0.fits(step.side) }
    let fitting = sided.filter { $0.fits(step.muscle) }
    return [fitting, sided, all].first { !$0.isEmpty } ?? []
  }

  /// A name without a side is on any.
  private func fits(_ side: RoutineStep.Side) -> Bool {
    let said = Set(words).intersection(["left", "right"])
    return side == .both || said.isEmpty || said.contains(side.rawValue)
  }

  private func fits(_ muscle: String?) -> Bool {
    guard let muscle else { return true }
    let wanted = Self.words(of: muscle)
    return words.contains { word in wanted.contains { word.hasPrefix($0) } }
  }

  private var words: [String] { Self.words(of: name) + Self.words(of: muscle ?? "") }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter }.map(String.init)
  }
}
