/// Lays the samples of several units side by side, as frames with one value of each.
///
/// A unit sends packets of its own, by its own clock. Each has a place in the row of frames that
/// its counter moves on. Frames go out when all units have filled them, or when one is
/// ``patience`` frames ahead; what is still empty then is NaN, and a frame that is all empty is
/// lost. So the fastest clock is the clock of all, and a unit that is a packet behind it has a
/// packet of NaN.
struct UMyoAlignment: Sendable {
  /// About 0.1 s: the radio repeats nothing, so what is later than that does not come.
  private static let patience = 128
  private static let capacity = 256
  private let unitCount: Int
  private var rows: [Float]
  private var places: [Place]
  private var given = 0
  private var lost = 0

  private struct Place: Sendable {
    var next = 0
    var heard = Duration.zero
  }

  /// A row of frames that is empty.
  init(unitCount: Int) {
    precondition(unitCount > 0, "a frame has values")
    self.unitCount = unitCount
    rows = Array(repeating: .nan, count: Self.capacity * unitCount)
    places = Array(repeating: Place(), count: unitCount)
  }

  /// Makes room for a packet.
  ///
  /// - Parameters:
  ///   - count: The samples in the packet.
  ///   - unit: Whose packet it is, from 0.
  ///   - missing: The samples that are missing before it.
  ///   - time: When it came.
  ///   - frames: Where the frames go that are complete or late by now.
  /// - Returns: The frame of its first sample, for ``set(_:unit:frame:)``.
  mutating func place(
    _ count: Int,
    unit: Int,
    missing: Int,
    at time: Duration,
    into frames: inout SampleFrames
  ) -> Int {
    let counted = places[unit].next + missing
    let frame = max(given, clamped(counted, of: unit, at: time))
    places[unit] = Place(next: frame + count, heard: time)
    give(upTo: frame + count - Self.capacity, into: &frames)
    return frame
  }

  /// A unit's place by its counter, or beside the others: where one of them is heard and is far
  /// behind, it knows the time better than a counter that wraps.
  private func clamped(_ frame: Int, of unit: Int, at time: Duration) -> Int {
    var lead: Int?
    for (other, place) in places.enumerated()
    where other != unit && place.next > 0 && time - place.heard < .milliseconds(100) {
      lead = max(lead ?? 0, place.next)
    }
    guard let lead, frame > lead + Self.patience else { return frame }
    return max(places[unit].next, lead)
  }

  /// Sets one value of a frame that ``place(_:unit:missing:at:into:)`` made room for.
  mutating func set(_ value: Float, unit: Int, frame: Int) {
    rows[frame % Self.capacity * unitCount + unit] = value
  }

  /// Gives the frames that are complete or late.
  mutating func give(into frames: inout SampleFrames) {
    var slowest = Int.max
    var fastest = 0
    for place in places {
      slowest = min(slowest, place.next)
      fastest = max(fastest, place.next)
    }
    give(upTo: max(slowest, fastest - Self.patience), into: &frames)
  }

  private mutating func give(upTo end: Int, into frames: inout SampleFrames) {
    guard end > given else { return }
    for frame in given..<min(end, given + Self.capacity) {
      let row = frame % Self.capacity * unitCount
      if rows[row..<(row + unitCount)].allSatisfy(\.isNaN) {
        lost += 1
      } else {
        frames.lose(lost, channelCount: unitCount)
        lost = 0
        frames.values.append(contentsOf: rows[row..<(row + unitCount)])
      }
      for index in row..<(row + unitCount) { rows[index] = .nan }
    }
    lost += max(0, end - given - Self.capacity)
    given = end
  }
}
