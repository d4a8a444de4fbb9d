import CrampDetection
import CrampModel
import CrampPipeline

/// Makes a calibration of stretches of a recording.
struct RecordedCalibration {
  let path: String
  private let reading: ReadingArguments
  private let channel: String?

  init(path: String, reading: ReadingArguments) {
    self.path = path
    // A capture takes no choice of channels, so all are read, and one is measured.
    channel = reading.channels.first
    var reading = reading
    reading.channels = []
    self.reading = reading
  }

  /// Measures rest and then the best of the maxima.
  ///
  /// - Parameters:
  ///   - rest: Where the muscle is at rest.
  ///   - maxima: Where it contracts.
  ///   - person: Whose muscle it is.
  /// - Returns: The calibration, made when its last contraction ended.
  /// - Throws: ``Failure`` if a stretch is of no use; what the reader throws.
  func calibration(
    rest: SpanArgument,
    maxima: [SpanArgument],
    person: String?
  ) throws -> Calibration {
    let stream = try SampleInput(path: path, reading: reading).stream
    let index = try index(in: stream)
    var draft = CalibrationDraft()
    try take(.rest, rest, index, into: &draft)
    for span in maxima { try take(.maximum, span, index, into: &draft) }
    do {
      return try draft.calibration(
        of: stream.sensor,
        stream.channels[index],
        person: person,
        made: stream.start.advanced(bySeconds: maxima.map(\.end).max() ?? 0)
      )
    } catch {
      throw Failure("calibrate from \(path): \(error)")
    }
  }

  private func index(in stream: StreamDescription) throws(Failure) -> Int {
    let names = stream.channels.map(\.name)
    if let channel {
      guard let index = names.firstIndex(of: channel) else {
        throw Failure("\(path): no channel \(channel); there are \(names.joined(separator: ", "))")
      }
      return index
    }
    guard names.count == 1 else {
      throw Failure("\(path): choose with --channel: \(names.joined(separator: ", "))")
    }
    return 0
  }

  private func take(
    _ phase: CalibrationPhase,
    _ span: SpanArgument,
    _ index: Int,
    into draft: inout CalibrationDraft
  ) throws {
    let outcome = try measure(phase, span, index, draft)
    do throws(CalibrationError) {
      try draft.take(outcome.get())
    } catch {
      let place = [span.start ?? 0, span.end].map { NumberText.short($0) }.joined(separator: "-")
      let cause =
        error == .interrupted ? "the recording ends before that" : error.description
      throw Failure("calibrate from \(path): \(phase.rawValue) at \(place) s: \(cause)")
    }
  }

  /// Runs the pipeline from the beginning, so that the filters have settled, up to the end of the
  /// stretch.
  private func measure(
    _ phase: CalibrationPhase,
    _ span: SpanArgument,
    _ index: Int,
    _ draft: CalibrationDraft
  ) throws -> Result<CalibrationReading, CalibrationError> {
    var input = try SampleInput(path: path, reading: reading)
    let pipeline = CrampPipeline(stream: input.stream, profile: .night)
    let measurement = CalibrationMeasurement(
      phase,
      of: input.stream.channels[index],
      seconds: span.length,
      knownRest: draft.rest?.level,
      start: span.start ?? 0
    )
    pipeline.measure(measurement, channel: index)
    var block = SampleBlock(channelCount: input.stream.channels.count)
    while try input.read(into: &block, seconds: 1) {
      _ = pipeline.push(block)
      if let outcome = pipeline.takeReading() { return outcome }
    }
    _ = pipeline.finish(.endOfRecording)
    return pipeline.takeReading() ?? .failure(.interrupted)
  }
}
