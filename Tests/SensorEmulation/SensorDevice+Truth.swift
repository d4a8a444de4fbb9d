import CrampModel

/// What really happened, to judge a program by.
public struct SensorTruth: Hashable, Sendable {
  /// A cramp of the scenario.
  public struct Cramp: Hashable, Sendable {
    /// The channel's number, from 1.
    public let channel: Int
    /// Seconds from frame 0 to the onset.
    public let onset: Double
    /// Seconds from frame 0 to the release.
    public let release: Double
  }

  /// When frame 0 was due, since the device was plugged in; `nil` before the sensor streams.
  public let firstFrame: Duration?
  /// Frames per second.
  public let rate: Double
  /// Seconds after which the scenario begins again.
  public let period: Double
  /// The cramps.
  public let cramps: [Cramp]
}

extension SensorDevice {
  /// What really happens in the scenario.
  public var truth: SensorTruth {
    let source = firmware.source
    let names = source.channelNames
    let cramps = source.feed.labels.filter { $0.trialType == "cramp" }.map { label in
      SensorTruth.Cramp(
        channel: (names.firstIndex { $0 == label.channel } ?? 0) + 1,
        onset: label.onset,
        release: label.onset + (label.duration ?? 0)
      )
    }
    return SensorTruth(
      firstFrame: source.origin,
      rate: source.rate,
      period: source.feed.period,
      cramps: cramps
    )
  }
}
