public import CrampDetection

/// What a configuration file says of the detector; the daemon's other keys are not looked at.
public struct DetectorConfiguration: Sendable {
  /// All profiles there are.
  public let profiles: ProfileSet
  /// The profile in force.
  public let profile: Profile
  /// The directory of the daemon's state, if the file names it.
  public let stateDirectory: String?

  /// Reads a file.
  ///
  /// - Parameter path: The file; it must be there.
  /// - Throws: ``ConfigurationError`` with the place of what is wrong.
  public init(path: String) throws(ConfigurationError) {
    let document = ConfigurationDocument(path: path)
    let members = try document.read()
    func value(_ key: String) -> ConfigurationValue? { members.first { $0.0 == key }?.1 }
    if let section = value("profiles") {
      profiles = try ProfileSection.read(section, in: document)
    } else {
      profiles = ProfileSet()
    }
    stateDirectory = try value("state_dir")?.text()
    if let name = value("profile") {
      profile = try profiles.named(name)
    } else {
      profile = profiles.named(Profile.night.name) ?? .night
    }
  }
}
