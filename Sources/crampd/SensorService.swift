import SensorSources
import ServiceLifecycle

/// Reads one source that is there from the beginning.
struct SensorService: Service {
  let source: any SampleSource
  let reader: SensorReader

  /// Runs until the source has no more samples or the daemon stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown { try await reader.run(source) }
  }
}
