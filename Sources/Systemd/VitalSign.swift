/// Shows whether one part of a service gets on with its work.
public struct VitalSign: Sendable {
  /// What a look at the part shows.
  public struct Reading: Hashable, Sendable {
    /// Whether there is work that is not done; a part that waits for work is never stuck.
    public var isBusy: Bool
    /// Changes with each piece of work.
    public var step: Int64

    /// Notes what was seen.
    public init(isBusy: Bool, step: Int64) {
      self.isBusy = isBusy
      self.step = step
    }
  }

  /// The part, as in "the journal is stuck"; unique among those that are watched together.
  public let name: String
  /// Looks at the part; called from one task, again and again, and never waits.
  public let read: @Sendable () -> Reading

  /// Names a part and says how it is looked at.
  public init(_ name: String, read: @escaping @Sendable () -> Reading) {
    self.name = name
    self.read = read
  }
}
