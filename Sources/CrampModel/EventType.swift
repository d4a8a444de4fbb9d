/// The kinds of event; the raw value is the `type` member of the public event object.
public enum EventType: String, Sendable, CaseIterable, Hashable {
  /// A sustained involuntary contraction began.
  case crampOnset = "cramp.onset"
  /// A contraction that may become a cramp; confirmed or dismissed later.
  case crampSuspected = "cramp.suspected"
  /// A suspected cramp was none.
  case crampDismissed = "cramp.dismissed"
  /// A cramp ended.
  case crampRelease = "cramp.release"
  /// The signal of an open cramp went away.
  case crampUnobserved = "cramp.unobserved"
  /// The signal of an open cramp is back.
  case crampObserved = "cramp.observed"
  /// Precursors of a cramp are rising.
  case crampWarning = "cramp.warning"
  /// Precursors have gone down again.
  case crampWarningCleared = "cramp.warning-cleared"
  /// A brief abrupt involuntary burst, over by now.
  case spasm
  /// One muscle of a chain does the work of another; experimental.
  case compensation
  /// A channel cannot be judged.
  case signalBad = "signal.bad"
  /// A channel can be judged again.
  case signalGood = "signal.good"
  /// A sensor is there.
  case sensorAttached = "sensor.attached"
  /// A sensor is gone.
  case sensorDetached = "sensor.detached"
  /// A sensor does not work.
  case sensorFailed = "sensor.failed"
  /// Samples are missing from the stream.
  case samplesLost = "samples.lost"
  /// A person marked this moment.
  case marker
  /// A person began a session.
  case sessionStarted = "session.started"
  /// A person ended a session.
  case sessionEnded = "session.ended"
  /// What a session was for one cramp in it.
  case sessionCramp = "session.cramp"
  /// What a session was for one channel.
  case sessionChannel = "session.channel"
  /// A person said what an episode was.
  case episodeLabelled = "episode.labelled"
  /// The resting tone of a channel over a span that is over by now.
  case tone
  /// A channel's resting tone is above what is usual for this person.
  case toneRaised = "tone.raised"
  /// A channel's resting tone is again what is usual for this person.
  case toneUsual = "tone.usual"
  /// A channel was calibrated.
  case calibrationChanged = "calibration.changed"
  /// The system clock was set.
  case clockStepped = "clock.stepped"
  /// A damaged journal was set aside and carried over.
  case journalRecovered = "journal.recovered"
  /// The daemon began its work.
  case daemonStarted = "daemon.started"
  /// The daemon ended its work.
  case daemonStopped = "daemon.stopped"
}
