import CrampDetection
import DetectorSettings
import EventJournal
import Logging
import SensorSources

/// What the daemon does, with every default filled in.
struct Configuration: Sendable {
  /// The mains frequency in hertz; `nil` looks for 50 and 60.
  var mains: Double?
  /// The profiles that there are.
  var profiles = ProfileSet()
  /// The profile in force.
  var profileName = Profile.night.name
  /// Whether a session for practice or exercise brings the profile of that name with it.
  var sessionsChooseProfile = true
  /// The profile that the open session asks for; no part of any file.
  var sessionProfile: String?
  /// The sensors that discovery would not find.
  var sensors: [ConfiguredSensor] = []
  /// What is said of USB sensors.
  var usbRules: [USBSensorRule] = []
  /// Whether sensors that are known by their USB ids are used without being named; `nil` means
  /// that they are unless another sensor is named.
  var discovers: Bool?
  /// Whether serial bridges are asked what is behind them.
  var probes = false
  /// Where all samples of live sensors are kept, if anywhere.
  var recording: RecordingPlan?
  /// What is kept around onsets and releases, if anything: without it nobody could look later at
  /// what was taken for a cramp.
  var clips: ClipPlan? = ClipPlan()
  /// Where clients connect; `nil` leaves it to the defaults of the system.
  var socketPath: String?
  /// The group whose members may connect.
  var socketGroup: String?
  /// The group whose members may change things.
  var controlGroup: String?
  /// Where the journal is; `nil` leaves it to the defaults of the system.
  var stateDirectory: String?
  /// Which events the journal keeps.
  var retention = JournalRetention.keepAll
  /// Whether a resting tone above the usual is told.
  var watchesTone = true
  /// The least level that is logged.
  var logLevel = Logger.Level.info

  /// The detector's constants.
  var profile: Profile {
    let session = profileOfSession.flatMap(profiles.named(_:))
    return session ?? profiles.named(profileName) ?? .night
  }

  /// The profile of the open session, where sessions choose.
  var profileOfSession: String? { sessionsChooseProfile ? sessionProfile : nil }

  /// Whether the daemon looks at USB at all.
  var usesUSB: Bool { !usbRules.isEmpty || probes || (discovers ?? sensors.isEmpty) }

  /// Which USB devices are used.
  var discovery: Discovery {
    Discovery(rules: usbRules, usesUnique: discovers ?? sensors.isEmpty, probes: probes)
  }

  /// Overrides from the environment, in a fixed order.
  static let variables = [
    "CRAMPD_MAINS_HZ", "CRAMPD_PROFILE", "CRAMPD_SOCKET", "CRAMPD_STATE_DIR", "CRAMPD_LOG_LEVEL",
  ]

  /// Applies the overrides of the environment.
  mutating func apply(environment: [String: String]) throws(ConfigurationError) {
    for name in Self.variables {
      guard let value = environment[name], !value.isEmpty else { continue }
      do {
        switch name {
        case "CRAMPD_MAINS_HZ": mains = try Self.mains(value)
        case "CRAMPD_PROFILE": profileName = try profile(named: value).name
        case "CRAMPD_SOCKET": socketPath = value
        case "CRAMPD_STATE_DIR": stateDirectory = value
        default: logLevel = try Self.logLevel(value)
        }
      } catch {
        throw ConfigurationError(file: "environment", key: name, cause: error.cause)
      }
    }
  }

  /// A value that is none of those that are possible.
  struct ValueError: Error {
    let cause: String
  }

  static func mains(_ text: String) throws(ValueError) -> Double? {
    switch text {
    case "auto": return nil
    case "50": return 50
    case "60": return 60
    default: throw ValueError(cause: "\"\(text)\" is none of 50, 60, auto")
    }
  }

  private func profile(named name: String) throws(ValueError) -> Profile {
    guard let profile = profiles.named(name) else {
      throw ValueError(cause: "\"\(name)\" is none of \(profiles.names)")
    }
    return profile
  }

  static func logLevel(_ text: String) throws(ValueError) -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValueError(cause: "\"\(text)\" is none of \(names)")
    }
    return level
  }
}

extension ConfigurationValue {
  /// The value as what `make` makes of its words.
  func map<T>(
    _ make: (String) throws(Configuration.ValueError) -> T
  ) throws(ConfigurationError) -> T {
    let text = try text()
    do {
      return try make(text)
    } catch {
      throw self.error(error.cause)
    }
  }
}
