import CrampDetection
import CrampModel
import DetectorSettings
import EventJournal
import EventStream
import Logging

extension Calibrator {
  /// Does what a client asks, or begins it.
  func answer(
    _ request: CalibrationRequest,
    _ reply: @escaping CalibrationDesk.Reply
  ) async {
    do throws(CalibrationRefusal) {
      switch request.step {
      case .measure(let phase, let seconds): try measure(phase, seconds, request, reply)
      case .finish: reply(.success(try await finish(request)))
      case .cancel: reply(.success(try cancel(request)))
      case .list: reply(.success(CalibrationAnswer.json(record)))
      case .forget(let id): reply(.success(try await forget(id)))
      }
    } catch {
      reply(.failure(error))
    }
  }

  /// Gives up what a client began that is gone.
  func leave(_ client: UInt64) {
    for (sensor, bench) in benches where bench.work?.client == client {
      bench.post.put(.stop)
      fail(sensor, .cancelled)
    }
  }

  private func measure(
    _ phase: CalibrationPhase,
    _ seconds: Double?,
    _ request: CalibrationRequest,
    _ reply: @escaping CalibrationDesk.Reply
  ) throws(CalibrationRefusal) {
    let sensor = try sensor(for: request)
    guard let bench = benches[sensor] else { return }
    if let other = bench.work, other.client != request.client || other.pending != nil {
      throw busy(other, bench.post.stream)
    }
    let channel = try channel(for: request, bench)
    lastNumber += 1
    var work = CalibrationWork(
      client: request.client,
      user: request.user,
      channel: channel,
      number: lastNumber,
      person: request.person ?? bench.work?.person
    )
    // Another channel, or rest anew, begins from nothing.
    if phase == .maximum, let before = bench.work, before.channel == channel {
      work.draft = before.draft
    }
    guard phase == .rest || work.draft.rest != nil else {
      throw CalibrationRefusal(.failed, CalibrationError.missing(phase: "rest").description)
    }
    let measurement = CalibrationMeasurement(
      phase,
      of: bench.post.stream.channels[channel],
      seconds: seconds,
      knownRest: work.draft.rest?.level
    )
    work.pending = (phase, reply)
    benches[sensor]?.work = work
    bench.post.put(.measure(measurement, channel: channel, number: lastNumber))
  }

  private func cancel(_ request: CalibrationRequest) throws(CalibrationRefusal) -> String {
    let (sensor, bench, work) = try ownWork(request)
    bench.post.put(.stop)
    fail(sensor, .cancelled)
    return CalibrationAnswer(bench.post.stream, channel: work.channel, phase: "cancel").json
  }

  private func finish(_ request: CalibrationRequest) async throws(CalibrationRefusal) -> String {
    let (sensor, bench, work) = try ownWork(request)
    guard work.pending == nil else { throw busy(work, bench.post.stream) }
    let description = bench.post.stream.channels[work.channel]
    let calibration: Calibration
    do {
      calibration = try work.draft.calibration(
        of: sensor,
        description,
        person: request.person ?? work.person,
        made: LiveEvents.now
      )
    } catch {
      throw CalibrationRefusal(.failed, error.description)
    }
    var changed = record
    changed.add(calibration)
    try keep(changed)
    benches[sensor]?.work = nil
    let seq = try await tell(calibration, "\(calibration)", description.modality)
    var answer = CalibrationAnswer(bench.post.stream, channel: work.channel, phase: "finish")
    answer.calibration = calibration
    answer.contrast = calibration.contrastDecibels
    answer.seq = seq
    return answer.json
  }

  private func forget(_ id: String) async throws(CalibrationRefusal) -> String {
    var changed = record
    guard let forgotten = changed.forget(id) else {
      throw CalibrationRefusal(.badRequest, "id: there is no calibration \(id)")
    }
    try keep(changed)
    let seq = try await tell(forgotten, "forgotten", nil)
    return "{\"seq\":\(seq)}"
  }

  /// Writes the record and hands it to the pipelines; what cannot be kept is not used.
  private func keep(_ changed: CalibrationRecord) throws(CalibrationRefusal) {
    do {
      if isDamaged, let aside = try file.setAside() {
        logger.warning("the damaged calibrations are at \(aside) now")
      }
      isDamaged = false
      try file.write(changed)
    } catch {
      throw CalibrationRefusal(.trouble, error.description)
    }
    record = changed
    for (sensor, bench) in benches { bench.post.put(.use(record.current(of: sensor))) }
  }

  private func tell(
    _ calibration: Calibration,
    _ text: String,
    _ modality: Modality?
  ) async throws(CalibrationRefusal) -> Int64 {
    var event = LiveEvents.event(
      .calibrationChanged,
      sensor: calibration.sensor,
      channel: calibration.channel,
      details: [
        EventDetail(.text, .text(text)), EventDetail(.calibration, .text(calibration.id)),
      ] + (calibration.person.map { [EventDetail(.name, .text($0))] } ?? [])
    )
    event.modality = modality
    do {
      return try await journal.append([event]).first?.seq ?? journal.newestSeq
    } catch  where error.isWaiting {
      throw CalibrationRefusal(.trouble, "done, but its event waits: \(error.message)")
    } catch {
      throw CalibrationRefusal(.trouble, error.description)
    }
  }
}
