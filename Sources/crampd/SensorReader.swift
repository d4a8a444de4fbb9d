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
  let sensor: PlannedSensor
  let identity: DetectorIdentity
  let status: SensorStatus
  /// Ends this sensor alone.
  let leash: Leash
  let parts: DaemonParts

  private var journal: EventJournal { parts.journal }
  private var logger: Logger { parts.logger }

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

  /// Reads a source on a thread of its own until it has no more samples or the task is cancelled.
  func run(_ source: any SampleSource) async throws {
    try await SensorThread.run { try await read(source) }
  }

  private func read(_ source: any SampleSource) async throws {
    defer { status.finish() }
    var source = source
    var work = await SensorWork(sensor, status: status, identity: identity, parts: parts)
    try await tell(.attached)
    let end = try await pull(&source, through: &work)
    await work.end()
    try await append(work.pipeline.finish(end.streamEnd), of: source, &work.recorder)
    work.recorder.close()
    await source.close()
    switch end {
    case .shutdown: status.end("stopped")
    case .over(let message): try await tell(.detached(message))
    case .failed(let message): try await tell(.failed(message))
    }
  }

  private func pull(
    _ source: inout any SampleSource,
    through work: inout SensorWork
  ) async throws -> End {
    var block = SampleBlock(channelCount: sensor.stream.channels.count)
    do {
      while true {
        let step = try await source.read(into: &block)
        status.work.begin()
        defer { status.work.end() }
        switch step {
        case .samples:
          if work.isBehind { await work.catchUp() }
          if work.isRung {
            try await append(work.cutTone(), of: source, &work.recorder)
            work.answerBell()
          }
          work.calibration.obey(work.pipeline)
          let events = work.pipeline.push(block)
          work.note(block)
          status.note(block)
          work.recorder.append(block)
          if !events.isEmpty { try await append(events, of: source, &work.recorder) }
          await work.calibration.report(work.pipeline)
        case .changed(let change):
          if change.isAbsence { await work.calibration.interrupt() }
          try await tell(change)
        case .over(let message): return .over(message)
        }
        for warning in source.takeWarnings() {
          logger.warning("\(warning)", metadata: ["sensor": "\(sensor.stream.sensor)"])
        }
        // A sensor that is always ahead of us must not keep the others from being read, nor
        // clients from being told.
        await Task.yield()
      }
    } catch is CancellationError {
      return leash.reason.map(End.over) ?? .shutdown
    } catch {
      return .failed("\(error)")
    }
  }

  private func append(
    _ events: [CrampEvent],
    of source: any SampleSource,
    _ recorder: inout SensorRecorder
  ) async throws {
    let timing = EventTiming(arrived: source.arrival, decided: .now)
    var events = events
    for index in events.indices {
      // A recording's time is that of its samples.
      let told = events[index]
      source.settle(&events[index])
      recorder.annotate(told, as: events[index])
    }
    try await append(events, timing: timing)
  }

  private func append(_ events: [CrampEvent], timing: EventTiming? = nil) async throws {
    // A live sensor waits for no disk; a recording, which can be read faster than events can be
    // written, does.
    guard case .derived = identity else {
      journal.post(events, timing: timing)
      return
    }
    do {
      _ = try await journal.append(events, timing: timing)
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
      logger.error("\(message)", metadata: ["sensor": "\(sensor.stream.sensor)"])
      status.end("failed", message: message)
      try await append([event(.sensorFailed, .message, message)])
    case .marker(let text):
      try await append([event(.marker, .text, text)])
    }
  }

  private func event(_ type: EventType, _ key: EventKey, _ text: String) -> CrampEvent {
    LiveEvents.event(type, sensor: sensor.stream.sensor, details: [EventDetail(key, .text(text))])
  }

  private var attached: CrampEvent {
    let stream = status.stream
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
