/// Which channels see something, when and how strongly.
public enum Spread: Hashable, Sendable {
  /// Every channel alike.
  case everywhere
  /// These channels only.
  case shares([Share])

  /// What one channel sees.
  public struct Share: Hashable, Sendable {
    /// The channel's position in the scenario.
    public var channel: Int
    /// How much later than the activity it begins there, in seconds.
    public var delay: Double
    /// The factor on the amplitude; below 1 farther from the source.
    public var gain: Double

    /// A share of a channel.
    public init(channel: Int, delay: Double = 0, gain: Double = 1) {
      self.channel = channel
      self.delay = delay
      self.gain = gain
    }
  }

  /// These channels, without delay and in full strength.
  public static func only(_ channels: Int...) -> Self {
    .shares(channels.map { Share(channel: $0) })
  }

  /// The shares of the first `count` channels.
  func shares(count: Int) -> [Share] {
    switch self {
    case .everywhere: (0..<count).map { Share(channel: $0) }
    case .shares(let shares): shares.filter { (0..<count).contains($0.channel) }
    }
  }
}
