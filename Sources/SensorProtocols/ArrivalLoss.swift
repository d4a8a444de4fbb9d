public import CrampModel

/// Counts lost frames by the clock, for sensors whose frames carry no counter.
///
///     lateness                      ┌───── lost / rate: the step stays
///        │      ╷                 ╷ ╷ ╷ ╷
///        │  ╷ ╷ │ ╷ ╷  one late   └─┴─┴─┴──
///        └──┴─┴─┴─┴─┴──── clump ──┘
///                                            time
///
/// Frames arrive in clumps and late, never early: the earliest arrival of each window shows the
/// sensor's own clock. A line through the last windows says when the next one is due. Windows that
/// are later as a whole, by more than a crystal can drift, and stay so, come after a loss: a busy
/// computer makes up for its delays, a sensor does not send what it has lost.
public struct ArrivalLoss: Sendable {
  private static let windows = 32
  private static let windowsForDrift = 8
  /// No crystal, nor the resonator of an Arduino, is off by more than this.
  private static let greatestDrift = 0.05
  /// What is left of the drift once it is fitted.
  private static let fittedDrift = 0.0005
  /// Below this a step may be a change of the buffers on the way.
  private static let leastStep = 0.02
  /// How many windows in a row must be late.
  private static let confirmations = 4

  private let rate: Double
  private let window: Double
  private var points: [Point] = []
  private var late: [(point: Point, step: Double)] = []
  private var current: Point?
  private var windowEnd = 0.0
  private var latenesses = 0.0
  private var arrivals = 0.0
  private var jitter: Double?
  private var frames = 0.0

  private struct Point: Sendable {
    var seconds: Double
    var lateness: Double
  }

  /// Counts the losses of a stream of `rate`.
  public init(rate: Hertz) {
    precondition(rate.value > 0, "frames come")
    self.rate = rate.value
    window = max(1, 16 / rate.value)
    points.reserveCapacity(Self.windows)
  }

  /// Notes an arrival.
  ///
  /// - Parameters:
  ///   - count: How many frames came in it, with those that are known to be lost by other signs.
  ///   - time: When it came.
  public mutating func note(frames count: Int, at time: Duration) {
    guard count > 0 else { return }
    frames += Double(count)
    let seconds = time / .seconds(1)
    let point = Point(seconds: seconds, lateness: seconds - frames / rate)
    latenesses += point.lateness
    arrivals += 1
    guard let best = current else {
      current = point
      windowEnd = seconds + window
      return
    }
    if point.lateness < best.lateness { current = point }
  }

  /// Says what has been lost; call it before the frames of an arrival are noted.
  ///
  /// - Parameter time: When they came.
  /// - Returns: How many frames are newly known to be lost; the loss is up to five windows, of
  ///   one second or 16 frames, old.
  public mutating func lost(at time: Duration) -> Int {
    guard let earliest = current, time / .seconds(1) >= windowEnd else { return 0 }
    let spread = 2 * (latenesses / arrivals - earliest.lateness)
    current = nil
    latenesses = 0
    arrivals = 0
    let lost = judge(earliest)
    frames += Double(lost)
    jitter = (jitter ?? spread) + (spread - (jitter ?? spread)) / 4
    return lost
  }

  private mutating func judge(_ point: Point) -> Int {
    guard let last = points.last else {
      keep(point)
      return 0
    }
    let drift = drift
    let known = drift == nil ? Self.greatestDrift : Self.fittedDrift
    let allowed =
      max(Self.leastStep, jitter ?? 0, 0.75 / rate) + known * (point.seconds - last.seconds)
    let step = point.lateness - expected(at: point.seconds, drift: drift)
    guard step > allowed else {
      if step < -allowed { points.removeAll(keepingCapacity: true) }
      late.removeAll(keepingCapacity: true)
      keep(point)
      return 0
    }
    late.append((point, step))
    return late.count < Self.confirmations ? 0 : confirm(allowed: allowed)
  }

  /// The smallest of the steps is lost; a window that is later still may show the next loss.
  private mutating func confirm(allowed: Double) -> Int {
    let least = late.lazy.map(\.step).min() ?? 0
    let lost = Int(min((least * rate).rounded(), 1e12))
    var rest: [(point: Point, step: Double)] = []
    for (point, step) in late {
      let shifted = Point(seconds: point.seconds, lateness: point.lateness - Double(lost) / rate)
      if rest.isEmpty, step - least <= allowed {
        keep(shifted)
      } else {
        rest.append((shifted, step - least))
      }
    }
    late = rest
    return lost
  }

  private mutating func keep(_ point: Point) {
    if points.count == Self.windows { points.removeFirst() }
    points.append(point)
  }

  /// Seconds by which the lateness grows in a second; `nil` while there are few windows.
  private var drift: Double? {
    guard points.count >= Self.windowsForDrift else { return nil }
    let centre = centre
    var square = 0.0
    var product = 0.0
    for point in points {
      let seconds = point.seconds - centre.seconds
      square += seconds * seconds
      product += seconds * (point.lateness - centre.lateness)
    }
    guard square > 0 else { return nil }
    return min(max(product / square, -Self.greatestDrift), Self.greatestDrift)
  }

  private var centre: Point {
    var sum = Point(seconds: 0, lateness: 0)
    for point in points {
      sum.seconds += point.seconds
      sum.lateness += point.lateness
    }
    let count = Double(max(1, points.count))
    return Point(seconds: sum.seconds / count, lateness: sum.lateness / count)
  }

  private func expected(at seconds: Double, drift: Double?) -> Double {
    guard let drift else { return points.last?.lateness ?? 0 }
    let centre = centre
    return centre.lateness + (seconds - centre.seconds) * drift
  }
}
