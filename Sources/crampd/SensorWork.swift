import CrampDetection
import CrampModel
import CrampPipeline
import EventStream
import SensorSources

/// What the samples of one sensor go through, under the configuration in force.
///
/// Between two blocks another configuration takes over, in the same pipeline: no sample is lost and
/// what is known of rest stays. While an episode is open it ends as it began.
struct SensorWork: ~Copyable {
  let pipeline: CrampPipeline
  var recorder: SensorRecorder
  var calibration: CalibrationTap
  /// The plan in force.
  private(set) var plan: ReadingPlan

  private let sensor: PlannedSensor
  private let parts: DaemonParts
  private let status: SensorStatus
  private let seat: UInt64
  private var version: Int
  private let toneSeat: UInt64
  private var stroke: Int
  /// The plan that waits for the end of an episode.
  private var waiting: ReadingPlan?
  private var shown: SignalBoard.Stream
  /// Samples of the first channel so far, lost ones included.
  private var samples = 0.0

  /// Begins with the configuration in force.
  init(
    _ sensor: PlannedSensor,
    status: SensorStatus,
    identity: DetectorIdentity,
    parts: DaemonParts
  ) async {
    let (seat, configuration, version) = parts.board.join(sensor.stream.sensor)
    let plan =
      sensor.plan(configuration)
      ?? ReadingPlan(configuration, sensor.stream, records: sensor.records)
    self.sensor = sensor
    self.parts = parts
    self.status = status
    (self.seat, self.version, self.plan) = (seat, version, plan)
    (toneSeat, stroke) = parts.toneBell.join()
    status.rename(plan.stream)
    calibration = await CalibrationTap(parts.calibrator, plan.stream)
    pipeline = CrampPipeline(
      stream: plan.stream,
      profile: plan.profile,
      mains: plan.mains,
      identity: identity,
      calibrations: calibration.calibrations,
      tellsTone: true
    )
    recorder = SensorRecorder(plan, parts.clips, logger: parts.logger)
    shown = parts.signals.add(plan.stream)
    show()
  }

  /// Whether there is another configuration, or one waits.
  var isBehind: Bool { version != parts.board.version || waiting != nil }

  /// Whether the spans of resting tone are to end between two blocks.
  var isRung: Bool { stroke != parts.toneBell.stroke }

  /// Ends the spans of resting tone, if they are to end.
  ///
  /// - Returns: What is to be told of them before ``answerBell()``.
  mutating func cutTone() -> [CrampEvent] {
    let (reason, heard) = parts.toneBell.call(toneSeat)
    stroke = heard
    return reason.map { pipeline.cutTone($0) } ?? []
  }

  /// Says that the events of the cut are in the journal's queue.
  func answerBell() { parts.toneBell.answer(toneSeat, stroke) }

  /// Counts a block that has gone through.
  mutating func note(_ block: SampleBlock) {
    let rate = plan.stream.channels.first?.rate.value ?? 1
    samples += Double(block.channels.first?.count ?? 0) + (block.gap * rate).rounded()
  }

  /// Goes over to the configuration in force, as far as that can be done now.
  mutating func catchUp() async {
    let (configuration, newest) = parts.board.current
    if newest != version {
      waiting = sensor.plan(configuration) ?? plan
      version = newest
    }
    guard let next = waiting else { return }
    let keys = plan.keysOfDetection(changedIn: next)
    if keys.isEmpty || pipeline.isSettled {
      await takeOver(next)
      waiting = nil
      parts.board.settle(seat, version, deferred: [])
      return
    }
    var keeping = plan
    (keeping.recording, keeping.clips) = (next.recording, next.clips)
    if keeping != plan { await takeOver(keeping) }
    parts.board.settle(seat, version, deferred: keys)
  }

  /// Ends what others see of it.
  mutating func end() async {
    await calibration.end()
    parts.signals.remove(shown)
    parts.board.leave(seat)
    parts.toneBell.leave(toneSeat)
  }

  private mutating func takeOver(_ next: ReadingPlan) async {
    let isRenamed = next.stream != plan.stream
    if !plan.keysOfDetection(changedIn: next).isEmpty {
      pipeline.adopt(stream: next.stream, profile: next.profile, mains: next.mains)
    }
    let rate = plan.stream.channels.first?.rate.value ?? 1
    recorder.use(next, insteadOf: plan, after: samples / rate)
    plan = next
    guard isRenamed else { return }
    status.rename(next.stream)
    // Calibrations are those of a name: what is measured now is of no use under another.
    pipeline.measure(nil)
    calibration = await CalibrationTap(parts.calibrator, next.stream)
    pipeline.use(calibration.calibrations)
    shown = parts.signals.add(next.stream)
    show()
  }

  private func show() {
    let shown = shown
    pipeline.observer = { shown.note(SignalReading($0), channel: $0.channel) }
  }
}
