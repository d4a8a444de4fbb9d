/// Why a stream of samples is over.
public enum StreamEnd: Sendable, Equatable {
  /// The recording has no more: what is open stays open.
  case endOfRecording
  /// The sensor was taken away or its replay is over.
  case detached
  /// The daemon stops.
  case shutdown

  /// The reason that a release gives; `nil` where open cramps stay open.
  var reason: String? {
    switch self {
    case .endOfRecording: nil
    case .detached: "sensor-detached"
    case .shutdown: "shutdown"
    }
  }
}
