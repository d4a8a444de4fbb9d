import CrampDetection
import CrampModel
import CrampPipeline
import EventJournal
import EventStream
import Logging
import SensorSources
import Systemd

/// Pulls the samples of one sensor through the pipeline into the journal.
struct SensorReader: Sendable {
  let stream: StreamDescription
  let profile: Profile
  let mains: [Double]
  let identity: DetectorIdentity
  let journal: EventJournal
  let status: SensorStatus
  let signals: SignalBoard
  let recording: RecordingPlan?
  let clips: ClipWriter?
  let calibrator: Calibrator
  let logger: Logger

  private enum End {
    case over(String)
    case shutdown
    case failed(String)

    var streamEnd: StreamEnd {
      switch self {
      case .over, .failed: .detached
      case .shutdown: .shutdown
      }
    }
  }

  /// Reads a source until it has no more samples or the task is cancelled.
  func run(_ source: any SampleSource) async throws {
    var source = source
    var calibration = await CalibrationTap(calibrator, stream)
    try await tell(.attached)
    let pipeline = CrampPipeline(
      stream: stream,
      profile: profile,
      mains: mains,
      identity: identity,
      calibrations: calibration.calibrations
    )
    let shown = signals.add(stream)
    defer { signals.remove(shown) }
    pipeline.observer = { shown.note(SignalReading($0), channel: $0.channel) }
    var recorder = SensorRecorder(recording, clips, of: source, as: stream, logger: logger)
    let end = try await pull(&source, through: pipeline, &recorder, &calibration)
    await calibration.end()
    try await append(pipeline.finish(end.streamEnd), of: source, &recorder)
    recorder.close()
    await source.close()
    switch end {
    case .shutdown: status.end("stopped")
    case .over(let message): try await tell(.detached(message))
    case .failed(let message): try await tell(.failed(message))
    }
  }

  private func pull(
    _ source: inout any SampleSource,
    through pipeline: CrampPipeline,
    _ recorder: inout SensorRecorder,
    _ calibration: inout CalibrationTap
  ) async throws -> End {
    var block = SampleBlock(channelCount: stream.channels.count)
    do {
      while true {
        let step = try await source.read(into: &block)
        status.work.begin()
        defer { status.work.end() }
        switch step {
        case .samples:
          calibration.obey(pipeline)
          let events = pipeline.push(block)
          status.note(block)
          recorder.append(block)
          if !events.isEmpty { try await append(events, of: source, &recorder) }
          await calibration.report(pipeline)
        case .changed(let change):
          if change.isAbsence { await calibration.interrupt() }
          try await tell(change)
        case .over(let message): return .over(message)
        }
        for warning in source.takeWarnings() {
          logger.warning("\(warning)", metadata: ["sensor": "\(stream.sensor)"])
        }
      }
    } catch is CancellationError {
      return .shutdown
    } catch {
      return .failed("\(error)")
    }
  }

  private func append(
    _ events: [CrampEvent],
    of source: any SampleSource,
    _ recorder: inout SensorRecorder
  ) async throws {
    var events = events
    for index in events.indices {
      // A recording's time is that of its samples.
      let told = events[index]
      source.settle(&events[index])
      recorder.annotate(told, as: events[index])
    }
    try await append(events)
  }

  private func append(_ events: [CrampEvent]) async throws {
    // A live sensor waits for no disk; a recording, which can be read faster than events can be
    // written, does.
    guard case .derived = identity else {
      journal.post(events)
      return
    }
    do {
      _ = try await journal.append(events)
    } catch {
      // Those that wait are written when the disk takes them again; those for which there is no
      // room are counted. Detection goes on.
      if !error.isWaiting { logger.error("\(error)") }
    }
  }

  private func tell(_ change: SensorChange) async throws {
    switch change {
    case .attached:
      status.begin()
      try await append([attached])
    case .detached(let message):
      status.end("detached", message: message)
      try await append([event(.sensorDetached, .message, message)])
    case .failed(let message):
      logger.error("\(message)", metadata: ["sensor": "\(stream.sensor)"])
      status.end("failed", message: message)
      try await append([event(.sensorFailed, .message, message)])
    case .marker(let text):
      try await append([event(.marker, .text, text)])
    }
  }

  private func event(_ type: EventType, _ key: EventKey, _ text: String) -> CrampEvent {
    LiveEvents.event(type, sensor: stream.sensor, details: [EventDetail(key, .text(text))])
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
}

extension SensorChange {
  /// Whether there are no samples until it is back.
  fileprivate var isAbsence: Bool {
    switch self {
    case .detached, .failed: true
    case .attached, .marker: false
    }
  }
}
