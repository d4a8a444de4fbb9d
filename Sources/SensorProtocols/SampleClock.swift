public import CrampModel

/// Relates the number of a frame to the time at which it was taken.
///
/// Frames arrive in clumps and late, never early. So the earliest arrivals show the sensor's own
/// clock: the fit is the line below all arrivals, kept as the earliest arrival of each of the
/// last ``windows`` windows.
public struct SampleClock: Sendable {
  private static let windows = 32
  private let nominal: Double
  private let windowFrames: Double
  private var earliest: [Point] = []
  private var current: Point?
  private var windowEnd = 0.0

  private struct Point: Sendable {
    let frame: Double
    let seconds: Double

    func lateness(_ rate: Double) -> Double { seconds - frame / rate }
  }

  /// A clock for a stream.
  ///
  /// - Parameters:
  ///   - nominal: The rate that the sensor is said to have.
  ///   - window: Seconds over which the earliest arrival is sought.
  public init(nominal: Hertz, window: Double = 8) {
    precondition(nominal.value > 0 && window > 0, "a clock runs")
    self.nominal = nominal.value
    windowFrames = window * nominal.value
  }

  /// Notes an arrival.
  ///
  /// - Parameters:
  ///   - frame: How many frames there are by now, lost ones included.
  ///   - time: When the newest of them came.
  public mutating func note(frame: Int, at time: Duration) {
    let point = Point(frame: Double(frame), seconds: time / .seconds(1))
    guard let best = current, point.frame < windowEnd else {
      if let best = current { keep(best) }
      current = point
      windowEnd = point.frame + windowFrames
      return
    }
    if point.lateness(nominal) < best.lateness(nominal) { current = point }
  }

  private mutating func keep(_ point: Point) {
    if earliest.count == Self.windows { earliest.removeFirst() }
    earliest.append(point)
  }

  /// The rate that the arrivals show; the nominal one until three windows are full, and where
  /// the arrivals are off by more than 5 %, which no crystal is.
  public var rate: Hertz {
    guard earliest.count >= 3, let first = earliest.first, let last = earliest.last,
      last.seconds > first.seconds
    else { return Hertz(nominal) }
    let fitted = (last.frame - first.frame) / (last.seconds - first.seconds)
    return abs(fitted / nominal - 1) < 0.05 ? Hertz(fitted) : Hertz(nominal)
  }

  /// When a frame was taken, or will be; `nil` before the first arrival.
  ///
  /// - Parameter frame: Its number, counted as in ``note(frame:at:)``.
  /// - Returns: The time since the device was opened.
  public func time(of frame: Double) -> Duration? {
    anchor.map { .seconds($0.seconds + (frame - $0.frame) / rate.value) }
  }

  /// How many frames there should be at a time; `nil` before the first arrival.
  ///
  /// - Parameter time: Since the device was opened.
  /// - Returns: The inverse of ``time(of:)``.
  public func frame(at time: Duration) -> Double? {
    anchor.map { $0.frame + (time / .seconds(1) - $0.seconds) * rate.value }
  }

  /// The earliest arrival of late, by which the line is placed.
  private var anchor: Point? {
    guard var best = current else { return nil }
    let rate = rate.value
    for point in earliest.suffix(4) where point.lateness(rate) < best.lateness(rate) {
      best = point
    }
    return best
  }
}
