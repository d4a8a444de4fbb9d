public import CrampModel

/// What turns a channel's samples into rows, by what the channel measures.
public enum FeatureSource {
  /// EMG, raw or already an envelope.
  case emg(ChannelFeatures)
  /// Pressure or force.
  case pressure(PressureFeatures)

  /// Prepares for a channel.
  ///
  /// - Parameters:
  ///   - channel: Its rate must be positive and finite.
  ///   - mains: The mains frequencies to look for, in hertz.
  public init(_ channel: ChannelDescription, mains: [Double]) {
    self =
      switch channel.modality {
      case .emg, .envelope: .emg(ChannelFeatures(channel, mains: mains))
      case .pressure, .force: .pressure(PressureFeatures(channel))
      }
  }

  /// Takes samples in; NaN is a missing one.
  public func push(_ samples: [Float], into rows: inout RowQueue) {
    switch self {
    case .emg(let features): features.push(samples, into: &rows)
    case .pressure(let features): features.push(samples, into: &rows)
    }
  }

  /// Looks for other mains frequencies from now on.
  ///
  /// - Parameter mains: In hertz.
  public func use(mains: [Double]) {
    if case .emg(let features) = self { features.use(mains: mains) }
  }

  /// Takes `count` missing samples in.
  public func pushMissing(_ count: Int, into rows: inout RowQueue) {
    switch self {
    case .emg(let features): features.pushMissing(count, into: &rows)
    case .pressure(let features): features.pushMissing(count, into: &rows)
    }
  }
}

@available(*, unavailable)
extension FeatureSource: Sendable {}
