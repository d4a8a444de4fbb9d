import CrampDetection
import DetectorSettings
import Yams

/// Reads a configuration file, naming file, line and key of whatever is wrong with it.
struct ConfigurationFile {
  let path: String

  /// The configuration; an empty file gives the defaults.
  func read() throws(ConfigurationError) -> Configuration {
    let document = ConfigurationDocument(path: path)
    var configuration = Configuration()
    var profile: ConfigurationValue?
    for (key, value) in try document.read() {
      switch key {
      case "mains_hz": configuration.mains = try value.map(Configuration.mains)
      case "profile": profile = value
      case "profiles": configuration.profiles = try ProfileSection.read(value, in: document)
      case "log_level": configuration.logLevel = try value.map(Configuration.logLevel)
      case "state_dir": configuration.stateDirectory = try value.text()
      case "journal": configuration.retention = try readJournal(value)
      case "socket": try readSocket(value, into: &configuration)
      case "sensors": try readSensors(value, into: &configuration)
      case "recording": configuration.recording = try readRecording(value)
      case "clips": configuration.clips = try readClips(value)
      case "tone": try readTone(value, into: &configuration)
      case "usb": try readUSB(value, into: &configuration)
      case "sessions": configuration.sessionsChooseProfile = try readSessions(value)
      default:
        let keys =
          "mains_hz, profile, profiles, log_level, state_dir, journal, socket, sensors, usb"
        throw value.error("is no key; the keys are \(keys), recording, clips, tone, sessions")
      }
    }
    // Profiles may stand below the name of the one that is in force.
    if let profile { configuration.profileName = try configuration.profiles.named(profile).name }
    return configuration
  }

  private func readSocket(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    for (key, value) in try members(value.node, under: "socket.") {
      switch key {
      case "path": configuration.socketPath = try value.text()
      case "group": configuration.socketGroup = try value.text()
      case "control_group": configuration.controlGroup = try value.text()
      default: throw value.error("is no key; the keys are path, group, control_group")
      }
    }
  }

  private func readRecording(
    _ value: ConfigurationValue
  ) throws(ConfigurationError) -> RecordingPlan {
    var directory: String?
    var keepDays: Int?
    for (key, value) in try members(value.node, under: "recording.") {
      switch key {
      case "directory": directory = try value.text()
      case "keep_days": keepDays = try value.count(in: 1...36_500)
      default: throw value.error("is no key; the keys are directory, keep_days")
      }
    }
    guard let directory, directory.hasPrefix("/") else {
      throw value.error("lacks a directory that begins with /")
    }
    return RecordingPlan(directory: directory, keepDays: keepDays)
  }

  private func readUSB(
    _ value: ConfigurationValue,
    into configuration: inout Configuration
  ) throws(ConfigurationError) {
    for (key, value) in try members(value.node, under: "usb.") {
      switch key {
      case "discover": configuration.discovers = try value.flag()
      case "probe": configuration.probes = try value.flag()
      default: throw value.error("is no key; the keys are discover, probe")
      }
    }
  }

  /// The members of a mapping with their places; none where there is no value.
  func members(
    _ node: Node?,
    under prefix: String
  ) throws(ConfigurationError) -> [(String, ConfigurationValue)] {
    try ConfigurationDocument(path: path).members(node, under: prefix)
  }
}
