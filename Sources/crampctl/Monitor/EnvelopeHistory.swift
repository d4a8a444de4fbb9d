/// The envelope of one channel at every scale of time, in bounded memory.
///
/// Each scale is a ring of columns; the highest level and the gravest state of a column's time are
/// what it keeps, so that a burst is seen at every scale.
struct EnvelopeHistory {
  /// What a column says of the muscle; the gravest has the highest number.
  enum Mark: UInt8, Comparable {
    /// Nothing was heard.
    case absent
    case rest
    case unjudged
    case contraction
    case cramp

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
  }

  /// The time of one column.
  struct Column: Equatable {
    static let absent = Self(level: 0, mark: .absent)

    /// The highest level.
    var level: Float
    var mark: Mark
  }

  /// Each scale has twice the time of the one before.
  static let scales = 11
  /// More columns than any terminal has.
  static let capacity = 512
  /// The seconds of a column at the finest scale.
  static let finest = 0.125

  /// The seconds of a column.
  static func seconds(atScale scale: Int) -> Double {
    finest * Double(1 << max(0, min(scales - 1, scale)))
  }

  /// The number of the column that a point in time lies in.
  static func column(of seconds: Double, scale: Int) -> Int {
    let number = (seconds / Self.seconds(atScale: scale)).rounded(.down)
    return abs(number) < 1e15 ? Int(number) : 0
  }

  private var rings = Array(
    repeating: Array(repeating: Column.absent, count: capacity),
    count: scales
  )
  /// The number of the newest column of each scale; `nil` before the first reading.
  private var newest: [Int]?

  /// Notes a reading.
  ///
  /// - Parameters:
  ///   - level: The level.
  ///   - mark: What the muscle does.
  ///   - seconds: When; not before the one before it.
  ///   - hold: For how long the reading before it holds, in seconds, so that a scale that is finer
  ///     than the readings has no holes.
  mutating func note(_ level: Double, _ mark: Mark, at seconds: Double, hold: Double) {
    let reading = Column(level: level.isFinite ? Float(level) : 0, mark: mark)
    var newest =
      newest
      ?? (0..<Self.scales).map { Self.column(of: seconds, scale: $0) - 1 }
    for scale in 0..<Self.scales {
      let place = Self.column(of: seconds, scale: scale)
      let held = Int((hold / Self.seconds(atScale: scale)).rounded(.up))
      if place > newest[scale] {
        clear(scale, after: newest[scale], through: place)
        let first = place - newest[scale] <= held + 1 ? newest[scale] + 1 : place
        for number in first...place { rings[scale][Self.index(number)] = reading }
        newest[scale] = place
      } else if place > newest[scale] - Self.capacity {
        let old = rings[scale][Self.index(place)]
        rings[scale][Self.index(place)] = Column(
          level: max(old.level, reading.level),
          mark: max(old.mark, reading.mark)
        )
      }
    }
    self.newest = newest
  }

  /// A column by its number.
  func column(_ number: Int, scale: Int) -> Column {
    guard let newest, rings.indices.contains(scale), number <= newest[scale],
      number > newest[scale] - Self.capacity
    else { return .absent }
    return rings[scale][Self.index(number)]
  }

  private mutating func clear(_ scale: Int, after last: Int, through place: Int) {
    for number in max(last + 1, place - Self.capacity + 1)...place {
      rings[scale][Self.index(number)] = .absent
    }
  }

  private static func index(_ number: Int) -> Int {
    ((number % capacity) + capacity) % capacity
  }
}
