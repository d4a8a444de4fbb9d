/// Up to where no episode is open, so that what is open need not be looked for in the whole journal.
struct ClosedEpisodes: Equatable, Sendable {
  /// Every onset up to this seq has its release.
  var last: Int64
  /// The seq of the last of these releases, or a later one.
  var asOf: Int64

  /// Nothing is known.
  static let none = Self(last: 0, asOf: 0)
}
