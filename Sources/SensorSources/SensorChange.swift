/// What happened to a sensor, besides its samples.
public enum SensorChange: Hashable, Sendable {
  /// It is there and streams, for the first time or again.
  case attached
  /// It was taken away; it is waited for.
  case detached(String)
  /// It does not work; attempts to mend that go on.
  case failed(String)
  /// A button or another input of the sensor marked this moment.
  case marker(String)
}

extension SensorChange: CustomStringConvertible {
  /// In a few words.
  public var description: String {
    switch self {
    case .attached: "it streams"
    case .detached(let message), .failed(let message): message
    case .marker(let text): "marker \(text)"
    }
  }
}

/// What a read of a source came back with.
public enum SourceStep: Hashable, Sendable {
  /// The block has samples or a gap.
  case samples
  /// The sensor's state changed; the block is empty.
  case changed(SensorChange)
  /// There will be no more; why.
  case over(String)
}
