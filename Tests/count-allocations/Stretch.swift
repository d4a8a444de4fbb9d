import CrampModel

/// A part of the signal that is looked at by itself, by what happens in it.
enum Stretch: String, CaseIterable {
  /// Rest with mains hum.
  case rest
  /// Eight seconds of effort.
  case contraction
  /// Rest behind it, while it is judged.
  case recovery
  /// Thirty seconds of effort that are told as a cramp.
  case cramp
  /// Seconds that are not there, told as gaps and as missing samples.
  case gaps
  /// A lead that is off, and one at a rail.
  case faults

  /// Where it lies in the signal, in whole seconds from the fourth minute on.
  var seconds: Range<Int> {
    switch self {
    case .rest: 10..<20
    case .contraction: 20..<28
    case .recovery: 28..<80
    case .cramp: 80..<110
    case .gaps: 110..<130
    case .faults: 130..<150
    }
  }

  /// Spoils a block as its stretch asks for.
  ///
  /// - Parameters:
  ///   - block: The block as the signal has it.
  ///   - number: Which of the stretch's blocks it is.
  func spoil(_ block: inout SampleBlock, number: Int) {
    switch self {
    case .gaps where number % 5 == 1: block.gap = 0.3
    case .gaps where number % 5 == 3: fill(&block) { _ in .nan }
    case .faults: fill(&block) { $0 % 2 == 0 ? 0 : 1_000 }
    case .rest, .contraction, .recovery, .cramp, .gaps: break
    }
  }

  private func fill(_ block: inout SampleBlock, with value: (Int) -> Float) {
    for channel in block.channels.indices {
      for index in block.channels[channel].indices {
        block.channels[channel][index] = value(channel)
      }
    }
  }
}
