import CrampModel
import Synchronization
import Systemd

/// How one sensor is doing; written by its task, read by whoever asks.
final class SensorStatus: Sendable {
  /// What the daemon tells of a sensor; members are named as in the status answer.
  struct Report: Encodable {
    let sensor: String
    let driver: String
    var state: String
    var message: String?
    var blocks: Int
    var streamSeconds: Double
    var lostSeconds: Double
    var sampleAgeSeconds: Double?

    enum CodingKeys: String, CodingKey {
      case sensor, driver, state, message, blocks
      case streamSeconds = "stream_s"
      case lostSeconds = "lost_s"
      case sampleAgeSeconds = "newest_sample_s"
    }
  }

  private struct State {
    var name = "streaming"
    var message: String?
    var isOver = false
    var blocks = 0
    var streamSeconds = 0.0
    var lostSeconds = 0.0
    var newest: ContinuousClock.Instant?
  }

  /// Is moved with each block, or change, that is dealt with.
  let work = WorkMark()
  private let described: Mutex<StreamDescription>
  private let rate: Double
  private let state = Mutex(State())

  /// Whether it gives samples, or a sign of their absence, at least once a second.
  private let isLive: Bool

  init(_ stream: StreamDescription, isLive: Bool) {
    self.isLive = isLive
    described = Mutex(stream)
    rate = stream.channels.first?.rate.value ?? 1
  }

  /// The sensor's stream, with the names of its channels.
  var stream: StreamDescription { described.withLock { $0 } }

  /// The time of the newest samples where it is not that of this machine's clock: of a recording or
  /// of a simulation.
  var recordedTime: Timestamp? {
    guard !isLive else { return nil }
    return stream.start.advanced(bySeconds: state.withLock { $0.streamSeconds })
  }

  /// Notes other names.
  func rename(_ stream: StreamDescription) {
    described.withLock { $0 = stream }
  }

  /// Notes a block that has gone through the pipeline.
  func note(_ block: SampleBlock) {
    let seconds = Double(block.channels.first?.count ?? 0) / rate
    let now = ContinuousClock.now
    state.withLock { state in
      state.blocks += 1
      state.streamSeconds += seconds + block.gap
      state.lostSeconds += block.gap
      state.newest = now
    }
  }

  /// Whether it gets on: its pipeline with what it has, and a live one with what is to come.
  var vitality: VitalSign.Reading {
    var reading = work.reading
    if isLive, state.withLock({ $0.name == Self.streaming }) { reading.isBusy = true }
    return reading
  }

  /// Notes that it is read no more.
  func finish() {
    state.withLock { $0.isOver = true }
  }

  /// Whether it is read no more.
  var isOver: Bool { state.withLock { $0.isOver } }

  private static let streaming = "streaming"

  /// Notes that the sensor is there and streams.
  func begin() {
    end(Self.streaming)
  }

  /// Notes why the sensor gives no samples, for now or for good.
  func end(_ name: String, message: String? = nil) {
    state.withLock { state in
      state.name = name
      state.message = message
    }
  }

  /// Seconds since the newest sample; `nil` before the first.
  var sampleAge: Double? {
    state.withLock { $0.newest }.map { ($0.duration(to: .now)) / .seconds(1) }
  }

  var report: Report {
    let (age, stream) = (sampleAge, stream)
    return state.withLock { state in
      Report(
        sensor: stream.sensor,
        driver: stream.driver,
        state: state.name,
        message: state.message,
        blocks: state.blocks,
        streamSeconds: (state.streamSeconds * 1e3).rounded() / 1e3,
        lostSeconds: state.lostSeconds,
        sampleAgeSeconds: age.map { ($0 * 1e3).rounded() / 1e3 }
      )
    }
  }
}
