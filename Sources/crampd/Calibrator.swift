import CrampDetection
import CrampModel
import DetectorSettings
import EventJournal
import EventStream
import Logging

/// Owns the calibrations, and those that are being made: one at a time on each sensor.
actor Calibrator {
  let file: CalibrationFile
  let journal: EventJournal
  let logger: Logger
  var record: CalibrationRecord
  var isDamaged = false
  var benches: [String: CalibrationBench] = [:]
  var lastNumber: UInt64 = 0

  /// Reads the calibrations; a file that cannot be read is told of, and does without.
  init(file: CalibrationFile, journal: EventJournal, logger: Logger) {
    self.file = file
    self.journal = journal
    self.logger = logger
    do {
      record = try file.read() ?? CalibrationRecord()
    } catch {
      logger.error("\(error); going on without calibrations")
      record = CalibrationRecord()
      isDamaged = true
    }
  }

  /// The same as clients reach it.
  nonisolated var desk: CalibrationDesk {
    CalibrationDesk { request, reply in
      await self.answer(request, reply)
    } leave: { client in
      await self.leave(client)
    }
  }

  /// Makes a stream known; returns its letter box and the calibrations in force.
  func attach(_ stream: StreamDescription) -> (CalibrationPost, [Calibration]) {
    let post = CalibrationPost(stream)
    fail(stream.sensor, .interrupted)
    benches[stream.sensor] = CalibrationBench(post: post)
    return (post, record.current(of: stream.sensor))
  }

  /// Takes what a phase measured, unless it is no longer wanted.
  func take(
    _ outcome: Result<CalibrationReading, CalibrationError>,
    number: UInt64,
    from post: CalibrationPost
  ) {
    let sensor = post.stream.sensor
    guard var work = benches[sensor]?.work, benches[sensor]?.post === post,
      work.number == number, let pending = work.pending
    else { return }
    work.pending = nil
    do throws(CalibrationError) {
      let reading = try outcome.get()
      try work.draft.take(reading)
      benches[sensor]?.work = work
      let answer = CalibrationAnswer(
        post.stream,
        channel: work.channel,
        reading: reading,
        draft: work.draft
      )
      pending.reply(.success(answer.json))
    } catch {
      benches[sensor]?.work = work
      pending.reply(.failure(CalibrationRefusal(.failed, error.description)))
    }
  }

  /// The sensor gives no samples for now: what is measured is of no use.
  func interrupt(_ post: CalibrationPost) {
    let sensor = post.stream.sensor
    guard benches[sensor]?.post === post else { return }
    post.put(.stop)
    fail(sensor, .interrupted)
  }

  /// The stream is over.
  func detach(_ post: CalibrationPost) {
    let sensor = post.stream.sensor
    guard benches[sensor]?.post === post else { return }
    fail(sensor, .interrupted)
    benches[sensor] = nil
  }

  /// Ends what a sensor is measured for.
  func fail(_ sensor: String, _ error: CalibrationError) {
    guard let work = benches[sensor]?.work else { return }
    benches[sensor]?.work = nil
    work.pending?.reply(.failure(CalibrationRefusal(.failed, error.description)))
  }
}
