/// The filter of a delta-sigma converter: a third-order sinc over four inner samples.
///
/// -3 dB at 0.262 of the output rate, as the ADS1299 of the Cyton has it (TI data sheet). A factor
/// of 1 passes everything.
struct Decimator: Sendable {
  /// Length of the longest impulse response.
  static let taps = 10

  /// Inner samples per output sample: 1 or 4.
  let factor: Int
  private var recent: [10 of Double] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]

  /// A filter for a factor of 1 or, whatever else is asked for, 4.
  init(factor: Int) {
    self.factor = factor <= 1 ? 1 : 4
  }

  /// Takes in an inner sample.
  mutating func push(_ value: Double) {
    if factor > 1 {
      for index in stride(from: Self.taps - 1, to: 0, by: -1) {
        recent[index] = recent[index - 1]
      }
    }
    recent[0] = value
  }

  /// What the filter gives out now.
  var output: Double {
    guard factor > 1 else { return recent[0] }
    var sum = 0.0
    for index in 0..<Self.taps {
      sum += Self.weights[index] * recent[index]
    }
    return sum / 64
  }

  /// The RMS that white noise of unit RMS has behind the filter.
  var whiteGain: Double {
    guard factor > 1 else { return 1 }
    var sum = 0.0
    for index in 0..<Self.taps {
      sum += Self.weights[index] * Self.weights[index]
    }
    return sum.squareRoot() / 64
  }

  private static let weights: [10 of Double] = [1, 3, 6, 10, 12, 12, 10, 6, 3, 1]
}
