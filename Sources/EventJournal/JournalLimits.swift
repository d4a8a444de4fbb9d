/// How much the journal takes on and how long it waits.
struct JournalLimits: Sendable {
  /// How many events wait in memory while they cannot be written.
  var waitingEvents = 10_000
  /// How many bytes, estimated, they may take.
  var waitingBytes = 16 << 20
  /// How many events one transaction takes, unless one caller brings more at once.
  var eventsPerCommit = 1_000
  /// How long SQLite waits for another program that holds the journal locked.
  var busyTimeout = Duration.seconds(5)
  /// The pause after the first failed attempt to write; each further one is twice as long.
  var firstPause = Duration.milliseconds(100)
  /// The longest pause between two attempts.
  var longestPause = Duration.seconds(5)
  /// How long after opening a sealed file is checked.
  var pauseBeforeCheck = Duration.seconds(1)
  /// After how many written events retention is looked at.
  var eventsPerTrimming = 1_000
  /// After how long retention is looked at, if anything was written.
  var timePerTrimming = Duration.seconds(300)
  /// How many rows one transaction of retention looks at, unless an episode is longer.
  var rowsPerTrimming = 500
  /// How many rows it looks at for the longest episode; all events of an hour are fewer.
  var mostRowsPerTrimming = 128_000
  /// The least that a limit on the file's size can be: an almost empty file has 50 kB.
  var smallestFile = 1 << 20
  /// How much of the copy one step of its rewriting moves.
  var copiedBytesPerStep = 1 << 20
  /// A copy shorter than this is not rewritten.
  var smallestRewrite = 1 << 20
}
