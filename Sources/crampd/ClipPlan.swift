import Recordings

/// What is kept of the samples around an onset or a release, and where.
struct ClipPlan: Hashable, Sendable {
  /// The directory; `nil` for `clips` beside the journal.
  var directory: String?
  var span = ClipSpan()
  var policy = ClipPolicy()

  /// The directory's path.
  func path(inState stateDirectory: String) -> String {
    directory ?? stateDirectory + "/clips"
  }
}
