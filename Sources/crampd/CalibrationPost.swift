import CrampDetection
import CrampModel
import CrampPipeline
import Synchronization

/// What the owner of a pipeline is asked to do, between two blocks.
enum CalibrationOrder: Sendable {
  /// Measure a phase; the number comes back with the outcome.
  case measure(CalibrationMeasurement, channel: Int, number: UInt64)
  /// Stop measuring.
  case stop
  /// Use these calibrations from now on.
  case use([Calibration])
}

/// The letter box of one stream: the calibrator puts orders in, the stream's reader takes them.
final class CalibrationPost: Sendable {
  let stream: StreamDescription
  private let orders = Mutex<[CalibrationOrder]>([])

  init(_ stream: StreamDescription) {
    self.stream = stream
  }

  func put(_ order: CalibrationOrder) {
    orders.withLock { $0.append(order) }
  }

  /// Takes all orders, in the order in which they were put in.
  func take() -> [CalibrationOrder] {
    orders.withLock { orders in
      guard !orders.isEmpty else { return [] }
      defer { orders.removeAll() }
      return orders
    }
  }
}

/// The reader's side of calibrations: it alone touches the pipeline.
struct CalibrationTap: Sendable {
  private let calibrator: Calibrator
  private let post: CalibrationPost
  private var number: UInt64 = 0
  /// The calibrations in force when the stream began.
  let calibrations: [Calibration]

  /// Makes a stream known.
  init(_ calibrator: Calibrator, _ stream: StreamDescription) async {
    self.calibrator = calibrator
    (post, calibrations) = await calibrator.attach(stream)
  }

  /// Does what was asked since the last block.
  mutating func obey(_ pipeline: CrampPipeline) {
    for order in post.take() {
      switch order {
      case .measure(let phase, let channel, let number):
        self.number = number
        pipeline.measure(phase, channel: channel)
      case .stop: pipeline.measure(nil)
      case .use(let calibrations): pipeline.use(calibrations)
      }
    }
  }

  /// Hands over what a phase measured, when it is over.
  func report(_ pipeline: CrampPipeline) async {
    guard let outcome = pipeline.takeReading() else { return }
    await calibrator.take(outcome, number: number, from: post)
  }

  /// Tells that there are no samples for now.
  func interrupt() async {
    await calibrator.interrupt(post)
  }

  /// Tells that the stream is over.
  func end() async {
    await calibrator.detach(post)
  }
}
