import ArgumentParser
import CrampDetection
import CrampModel
import DetectorSettings
import EventStream

/// With which constants the detector works.
struct DetectorArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What the person was doing: \(Profile.all.map(\.name).joined(separator: ", ")), or a profile \
      of --config. (default: night, or what --config says)
      """,
      valueName: "name"
    ),
    completion: .list(Profile.all.map(\.name))
  )
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "The daemon's configuration, for its profiles and calibrations.",
      valueName: "file"
    ),
    completion: .file()
  )
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change one constant of the profile; may be repeated. See `crampctl profiles`.",
      valueName: "name=value"
    )
  )
  var changes: [String] = []

  @Option(
    help: ArgumentHelp(
      "Calibrations, by the names of channels. Default: none, or those of --config.",
      valueName: "file"
    ),
    completion: .file()
  )
  var calibration: String?

  func validate() throws {
    guard config == nil else { return }
    _ = try chosen()
  }

  /// The profile with its changes.
  ///
  /// A profile that was changed says so in its name, because events carry it.
  ///
  /// - Returns: What the detector is to use.
  /// - Throws: ``Failure`` or a validation error if there is no such thing.
  func chosen() throws -> Profile {
    let configuration = try configuration()
    let profiles = configuration?.profiles ?? ProfileSet()
    var chosen = configuration?.profile ?? .night
    if let profile {
      guard let named = profiles.named(profile) else {
        throw ValidationError("--profile \(profile): not one of \(profiles.names)")
      }
      chosen = named
    }
    do {
      for change in changes {
        let parts = change.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
          throw ValidationError("--set \(change): not of the form name=value")
        }
        try chosen.set(String(parts[0]), to: String(parts[1]))
      }
      try chosen.check()
    } catch let error as ProfileSettingError {
      throw ValidationError("--set \(error)")
    }
    if !changes.isEmpty { chosen.name += " with " + changes.joined(separator: " ") }
    return chosen
  }

  /// The calibrations to use.
  ///
  /// - Throws: ``Failure`` or `CalibrationFileError` if they cannot be read.
  func calibrations() throws -> [Calibration] {
    if let calibration {
      guard let record = try CalibrationFile(path: calibration).read() else {
        throw Failure("\(calibration): there is no such file")
      }
      return record.current
    }
    guard let configuration = try configuration() else { return [] }
    let directory =
      configuration.stateDirectory ?? DefaultPaths.ofThisProcess.existingStateDirectory
    return try CalibrationFile(path: directory + "/" + CalibrationFile.name).read()?.current ?? []
  }

  /// What the configuration says, if one is named.
  func configuration() throws(Failure) -> DetectorConfiguration? {
    guard let config else { return nil }
    do {
      return try DetectorConfiguration(path: config)
    } catch {
      throw .wrongUse(error.description)
    }
  }
}
