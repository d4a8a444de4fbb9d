import CrampDetection
import CrampModel
import CrampPipeline
import EventJournal
import Logging
import SensorSources
import ServiceLifecycle

/// Pulls the samples of one sensor through the pipeline into the journal.
struct SensorService: Service {
  let source: any SampleSource
  let stream: StreamDescription
  let profile: Profile
  let mains: [Double]
  let journal: EventJournal
  let status: SensorStatus
  let logger: Logger

  /// Runs until the sensor has no more samples or the daemon stops.
  func run() async throws {
    try await append([attached])
    let (end, events) = try await cancelWhenGracefulShutdown { try await pull() }
    try await append(events)
    switch end {
    case .shutdown: status.end("stopped")
    case .over: try await leave("end of the recording")
    case .failed(let message): try await fail(message)
    }
  }

  private enum End {
    case over
    case shutdown
    case failed(String)

    var streamEnd: StreamEnd {
      switch self {
      case .over, .failed: .detached
      case .shutdown: .shutdown
      }
    }
  }

  /// Pulls until the end and returns why it came, with the events that it decides.
  private func pull() async throws -> (End, [CrampEvent]) {
    let pipeline = CrampPipeline(stream: stream, profile: profile, mains: mains)
    let end = try await pull(through: pipeline)
    return (end, pipeline.finish(end.streamEnd))
  }

  private func pull(through pipeline: CrampPipeline) async throws -> End {
    var source = source
    var block = SampleBlock(channelCount: stream.channels.count)
    do {
      while try await source.read(into: &block) {
        let events = pipeline.push(block)
        status.note(block)
        for warning in source.takeWarnings() { logger.warning("\(warning)") }
        if !events.isEmpty { try await append(events) }
      }
      return .over
    } catch is CancellationError {
      return .shutdown
    } catch let error as JournalError {
      throw error
    } catch {
      return .failed("\(error)")
    }
  }

  private func append(_ events: [CrampEvent]) async throws {
    guard !events.isEmpty else { return }
    for event in try await journal.append(events) {
      logger.info(
        "event",
        metadata: [
          "seq": "\(event.seq)", "type": "\(event.type.rawValue)",
          "channel": "\(event.channel ?? "-")", "time": "\(event.time)",
        ]
      )
    }
  }

  private var attached: CrampEvent {
    var details = [
      EventDetail(.driver, .text(stream.driver)),
      EventDetail(.channels, .texts(stream.channels.map(\.name))),
    ]
    if let rate = stream.channels.first?.rate.value {
      details.append(EventDetail(.rate, .number(rate)))
    }
    return LiveEvents.event(.sensorAttached, sensor: stream.sensor, details: details)
  }

  private func leave(_ message: String) async throws {
    status.end("detached", message: message)
    let detail = EventDetail(.message, .text(message))
    try await append([
      LiveEvents.event(.sensorDetached, sensor: stream.sensor, details: [detail])
    ])
  }

  private func fail(_ message: String) async throws {
    logger.error("\(message)", metadata: ["sensor": "\(stream.sensor)"])
    status.end("failed", message: message)
    let detail = EventDetail(.message, .text(message))
    try await append([
      LiveEvents.event(.sensorFailed, sensor: stream.sensor, details: [detail])
    ])
  }
}
