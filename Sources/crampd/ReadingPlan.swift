import CrampDetection
import CrampModel
import SensorSources

/// What the configuration says of the samples of one sensor.
struct ReadingPlan: Equatable, Sendable {
  /// The sensor's stream with the names of the configuration.
  var stream: StreamDescription
  /// The detector's constants.
  var profile: Profile
  /// The mains frequencies to look for, in hertz.
  var mains: [Double]
  /// Where all samples are kept, if anywhere.
  var recording: RecordingPlan?
  /// What is kept around onsets and releases, if anything.
  var clips: ClipPlan?

  init(_ configuration: Configuration, _ stream: StreamDescription, records: Bool) {
    self.stream = stream
    profile = configuration.profile
    mains = configuration.mains.map { [$0] } ?? [50, 60]
    recording = records ? configuration.recording : nil
    clips = configuration.clips
  }

  /// The keys by which another plan finds and names cramps in another way.
  func keysOfDetection(changedIn other: Self) -> [String] {
    var keys: [String] = []
    if mains != other.mains { keys.append("mains_hz") }
    if profile.name != other.profile.name {
      keys.append("profile")
    } else if profile != other.profile {
      keys.append("profiles")
    }
    if stream != other.stream { keys.append("sensors") }
    return keys
  }
}

/// A sensor as the configuration knows it.
struct PlannedSensor: Sendable {
  /// Its stream with its own names.
  let stream: StreamDescription
  /// What a configuration calls its channels; `nil` where it does not know the sensor.
  let names: @Sendable (Configuration, StreamDescription) -> StreamDescription?
  /// Whether its samples are recorded, where samples are.
  let records: Bool

  /// The plan for it; `nil` where the configuration does not know it any more.
  func plan(_ configuration: Configuration) -> ReadingPlan? {
    names(configuration, stream).map { ReadingPlan(configuration, $0, records: records) }
  }
}
