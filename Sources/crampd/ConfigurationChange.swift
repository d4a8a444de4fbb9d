import EventJournal

/// What is different in a configuration that was read again.
struct ConfigurationChange {
  /// The keys of what can change in a running daemon, in the order of the alphabet.
  let keys: [String]
  /// The keys of what cannot.
  let restartNeeded: [String]
  /// What is in force from now on: the new one, but for what needs a restart.
  let next: Configuration

  /// Compares what is in force with what was read.
  init(from old: Configuration, to new: Configuration) {
    let members: [(String, Bool)] = [
      ("clips", old.clips != new.clips),
      ("journal.keep_days", old.retention.maximumAge != new.retention.maximumAge),
      ("journal.max_mb", old.retention.maximumBytes != new.retention.maximumBytes),
      ("log_level", old.logLevel != new.logLevel),
      ("mains_hz", old.mains != new.mains),
      ("profile", old.profileName != new.profileName),
      ("profiles", old.profiles != new.profiles),
      ("recording", old.recording != new.recording),
      ("sensors", old.sensors != new.sensors || old.usbRules != new.usbRules),
      ("sessions.profile", old.sessionsChooseProfile != new.sessionsChooseProfile),
      ("socket.control_group", old.controlGroup != new.controlGroup),
      ("socket.group", old.socketGroup != new.socketGroup),
      ("tone.watch", old.watchesTone != new.watchesTone),
      ("usb.discover", old.discovers != new.discovers),
      ("usb.probe", old.probes != new.probes),
    ]
    keys = members.filter(\.1).map(\.0)
    let fixed: [(String, Bool)] = [
      ("socket.path", old.socketPath != new.socketPath),
      ("state_dir", old.stateDirectory != new.stateDirectory),
    ]
    restartNeeded = fixed.filter(\.1).map(\.0)
    var next = new
    next.socketPath = old.socketPath
    next.stateDirectory = old.stateDirectory
    self.next = next
  }
}
