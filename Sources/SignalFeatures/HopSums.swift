/// What is added up over one hop, so that longer windows are sums of hops.
///
/// The order of additions does not depend on how the samples were cut into blocks.
struct HopSums: Sendable {
  /// Samples that were there.
  var present = 0
  /// Samples that were missing.
  var missing = 0
  /// Sum of the conditioned signal's squares.
  var squares = 0.0
  /// Sum of the squares of what is left of it without mains hum.
  var cleanSquares = 0.0
  /// Sum of its fourth powers.
  var fourths = 0.0
  /// Sum of the products of neighbours.
  var neighbours = 0.0
  /// Its greatest magnitude.
  var greatest = 0.0
  /// Raw samples equal to the one before.
  var repeats = 0
  /// Raw samples at or beyond a rail.
  var railed = 0

  /// Adds the sums of another hop.
  mutating func add(_ other: Self) {
    present += other.present
    missing += other.missing
    squares += other.squares
    cleanSquares += other.cleanSquares
    fourths += other.fourths
    neighbours += other.neighbours
    greatest = max(greatest, other.greatest)
    repeats += other.repeats
    railed += other.railed
  }

  /// Root mean square of the signal without hum; 0 without samples.
  var rms: Double {
    present > 0 ? (cleanSquares / Double(present)).squareRoot() : 0
  }
}
