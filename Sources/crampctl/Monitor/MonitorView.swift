import CrampModel

/// What a person has chosen to see.
struct MonitorView {
  /// The scale of time, one of ``EnvelopeHistory``; half a second a column to begin with.
  var scale = 2
  /// The first channel that is shown, where there is no room for all.
  var first = 0
  /// The only channel that is shown.
  var zoom: Int?
  /// When the envelopes stopped, while they stand still.
  var frozen: MonitorMoment?
  var showsHelp = false
  /// The note that is being written.
  var entry: String?
  /// What became of the last wish, and until when it is told.
  var notice: (text: String, until: Double)?

  /// How long a notice stays, in seconds.
  static let noticeSeconds = 6.0
  /// No longer note is taken, in characters.
  static let longestEntry = 500
}

/// What the picture cannot do itself.
enum MonitorWish: Equatable {
  case quit
  case suspend
  case redraw
  /// Note this about the moment.
  case mark(String)
}
