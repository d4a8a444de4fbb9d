public import CrampModel

/// What the time of samples was when a person said something.
///
/// The samples of a live sensor have the time of the machine's clock. Those of a recording or of a
/// simulation have their own, which is noted whenever it matters.
public struct SessionClock: Hashable, Sendable {
  /// No more are kept of a sensor; of more every second one goes, but never the first.
  private static let mostReadings = 20_000
  /// Readings that are nearer to the one before say nothing new, in seconds.
  private static let nearest = 0.1

  private struct Reading: Hashable, Sendable {
    let wall: Timestamp
    let samples: Timestamp
  }

  private var readings: [String: [Reading]] = [:]
  /// How far apart the readings of a sensor are at least, in seconds, once there were too many.
  private var intervals: [String: Double] = [:]
  /// The seq of the newest event before this clock was read for the first time.
  private let beginning: Int64

  /// A clock for sensors that go by that of the machine, until it is told of others.
  ///
  /// - Parameter seq: The seq after which its readings hold: another run of the daemon plays a
  ///   recording from its beginning.
  public init(after seq: Int64 = 0) {
    beginning = seq
  }

  /// Notes what the time of the newest samples of a sensor is; later readings come later.
  ///
  /// - Parameters:
  ///   - samples: That time.
  ///   - sensor: The sensor.
  ///   - wall: The time of the machine's clock.
  public mutating func note(_ samples: Timestamp, of sensor: String, at wall: Timestamp) {
    var own = readings[sensor] ?? []
    if let last = own.last,
      (0..<(intervals[sensor] ?? Self.nearest)).contains(wall.seconds(since: last.wall))
    {
      return
    }
    if own.count >= Self.mostReadings {
      own = own.indices.filter { $0.isMultiple(of: 2) }.map { own[$0] }
      // As far apart from now on as those that are left: old times are kept as exactly as new ones.
      if let first = own.first, let last = own.last {
        intervals[sensor] = max(
          Self.nearest,
          last.wall.seconds(since: first.wall) / Double(own.count)
        )
      }
    }
    own.append(Reading(wall: wall, samples: samples))
    readings[sensor] = own
  }

  /// Forgets all readings: no session needs them any more.
  public mutating func clear() {
    readings = [:]
    intervals = [:]
  }

  /// How many readings it holds.
  var size: Int { readings.values.reduce(0) { $0 + $1.count } }

  /// The time that the samples of an event's sensor had at a time of the machine's clock.
  ///
  /// - Parameters:
  ///   - wall: The time of the machine's clock.
  ///   - event: Something that those samples showed.
  /// - Returns: The time; `nil` if it is not known.
  func moment(_ wall: Timestamp, for event: CrampEvent) -> Timestamp? {
    guard let own = event.sensor.flatMap({ readings[$0] }) else { return wall }
    guard event.seq == 0 || event.seq > beginning, let nearest = Self.nearest(own, wall) else {
      return nil
    }
    return nearest.samples.advanced(bySeconds: wall.seconds(since: nearest.wall))
  }

  /// The reading that is nearest to a time.
  private static func nearest(_ readings: [Reading], _ wall: Timestamp) -> Reading? {
    var range = readings.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if readings[middle].wall < wall {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    let around = readings[max(0, range.lowerBound - 1)..<min(readings.count, range.lowerBound + 1)]
    return around.min {
      abs($0.wall.seconds(since: wall)) < abs($1.wall.seconds(since: wall))
    }
  }
}
