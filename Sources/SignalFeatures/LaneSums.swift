/// What is added up over one hop of four channels, sample by sample.
///
/// The order of additions does not depend on how the samples were cut into blocks.
struct LaneSums: Sendable {
  /// Where a lane began anew within a hop.
  struct Mark: Sendable {
    private var squares = ChannelLanes()
    private var present = SIMD4<Int>()

    /// Begins a hop.
    mutating func finishHop() { self = Self() }

    /// Begins anew from what was added up so far.
    mutating func set(_ lane: Int, to sums: LaneSums, present: Int) {
      squares[lane] = sums.squares[lane]
      self.present[lane] = present
    }

    /// The mean power of a lane since; `nil` without samples.
    func power(_ lane: Int, of sums: LaneSums, present: Int) -> Double? {
      let count = present - self.present[lane]
      return count > 0 ? (sums.squares[lane] - squares[lane]) / Double(count) : nil
    }
  }

  /// Sum of the conditioned signal's squares.
  private(set) var squares = ChannelLanes()
  /// Sum of the squares of what is left of it without mains hum; 0 where nothing is taken out.
  var cleanSquares = ChannelLanes()
  /// Sum of its fourth powers.
  private(set) var fourths = ChannelLanes()
  /// Sum of the products of neighbours.
  private(set) var neighbours = ChannelLanes()
  /// Its greatest magnitude.
  private(set) var greatest = ChannelLanes()
  /// Its newest value.
  var previous = ChannelLanes()

  /// Begins another hop.
  mutating func finishHop() {
    let previous = previous
    self = Self()
    self.previous = previous
  }

  /// Adds values of each lane.
  ///
  /// - Parameters:
  ///   - values: Where they are.
  ///   - count: How many.
  mutating func add(_ values: UnsafePointer<ChannelLanes>, _ count: Int) {
    // What is in registers is not in memory.
    var (squares, fourths, neighbours, greatest) = (squares, fourths, neighbours, greatest)
    var previous = previous
    for index in 0..<count {
      let value = values[index]
      let square = value * value
      squares += square
      fourths += square * square
      neighbours += value * previous
      let bits = unsafeBitCast(value, to: SIMD4<Int64>.self) & .max
      let size = unsafeBitCast(bits, to: ChannelLanes.self)
      greatest.replace(with: size, where: size .> greatest)
      previous = value
    }
    (self.squares, self.fourths, self.neighbours) = (squares, fourths, neighbours)
    (self.greatest, self.previous) = (greatest, previous)
  }

  /// Adds a value of one lane, with the same result.
  @inline(__always)
  mutating func add(_ value: Double, lane: Int) -> Double {
    let square = value * value
    squares[lane] += square
    fourths[lane] += square * square
    neighbours[lane] += value * previous[lane]
    greatest[lane] = max(greatest[lane], abs(value))
    previous[lane] = value
    return square
  }

  /// Takes a lane over from a copy.
  mutating func restore(_ lane: Int, from other: Self) {
    squares[lane] = other.squares[lane]
    cleanSquares[lane] = other.cleanSquares[lane]
    fourths[lane] = other.fourths[lane]
    neighbours[lane] = other.neighbours[lane]
    greatest[lane] = other.greatest[lane]
    previous[lane] = other.previous[lane]
  }

  /// What a lane came to, with what was seen of its raw samples.
  ///
  /// - Parameters:
  ///   - lane: The lane.
  ///   - raw: What was seen.
  ///   - isClean: Whether mains hum was taken out of it.
  /// - Returns: The sums.
  func hop(_ lane: Int, _ raw: RawStatistics, isClean: Bool) -> HopSums {
    HopSums(
      present: raw.present,
      missing: raw.missing,
      squares: squares[lane],
      cleanSquares: isClean ? cleanSquares[lane] : squares[lane],
      fourths: fourths[lane],
      neighbours: neighbours[lane],
      greatest: greatest[lane],
      repeats: raw.repeats,
      railed: raw.railed
    )
  }
}
