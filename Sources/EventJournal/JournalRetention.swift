/// How long events are kept; whole episodes stay or go, and open ones stay.
public struct JournalRetention: Hashable, Sendable {
  /// How old an event may become, by the time of its writing.
  public var maximumAge: Duration?
  /// How many bytes the journal's file may use, at least one mebibyte.
  ///
  /// Room that removed events leave is used again, so the file does not grow beyond it by more
  /// than what is written between two looks. The copy beside it takes about as much again.
  public var maximumBytes: Int?

  /// Keeps every event.
  public static let keepAll = Self()

  /// Limits age and size; `nil` is no limit.
  public init(maximumAge: Duration? = nil, maximumBytes: Int? = nil) {
    self.maximumAge = maximumAge
    self.maximumBytes = maximumBytes
  }
}
