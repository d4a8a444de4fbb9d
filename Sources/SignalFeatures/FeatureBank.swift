public import CrampModel

/// Turns the samples of all channels of one stream into rows of features, one per hop of 50 ms.
///
/// Channels of EMG of the same rate are worked on side by side. Constant memory: everything is
/// allocated by `init`. The rows do not depend on how the samples were cut into blocks. One owner at
/// a time.
public final class FeatureBank {
  private let groups: UnsafeMutablePointer<EMGFeatures>
  private let groupCount: Int
  private let pressures: [(place: Int, features: PressureFeatures)]
  private let rates: [Double]

  /// Prepares for the channels of a stream.
  ///
  /// - Parameters:
  ///   - channels: Their rates must be positive and finite.
  ///   - mains: The mains frequencies to look for, in hertz.
  public init(_ channels: [ChannelDescription], mains: [Double] = [50, 60]) {
    var places: [[Int]] = []
    var pressures: [(place: Int, features: PressureFeatures)] = []
    for (place, channel) in channels.enumerated() {
      precondition(channel.rate.value > 0 && channel.rate.value.isFinite, "a rate is positive")
      switch channel.modality {
      case .pressure, .force:
        pressures.append((place, PressureFeatures(channel)))
      case .emg, .envelope:
        let group = places.firstIndex { group in
          group.contains {
            channels[$0].rate == channel.rate && channels[$0].modality == channel.modality
          }
        }
        if let group { places[group].append(place) } else { places.append([place]) }
      }
    }
    groupCount = places.count
    groups = .allocate(capacity: places.count)
    for (index, group) in places.enumerated() {
      (groups + index).initialize(
        to: EMGFeatures(group.map { channels[$0] }, places: group, mains: mains)
      )
    }
    self.pressures = pressures
    rates = channels.map(\.rate.value)
  }

  deinit {
    groups.deinitialize(count: groupCount)
    groups.deallocate()
  }

  /// Looks for other mains frequencies from now on; what is known of the channels stays.
  ///
  /// - Parameter mains: In hertz.
  public func use(mains: [Double]) {
    for group in 0..<groupCount { groups[group].use(mains: mains) }
  }

  /// Takes the samples of a block in; NaN is a missing one.
  ///
  /// The block's gap is not looked at.
  ///
  /// - Parameters:
  ///   - block: One array of samples per channel, all of the same span.
  ///   - queues: Where each completed hop's row is appended, one per channel.
  public func push(_ block: borrowing SampleBlock, into queues: inout [RowQueue]) {
    for group in 0..<groupCount { groups[group].push(block, into: &queues) }
    for (place, features) in pressures {
      features.push(block.channels[place], into: &queues[place])
    }
  }

  /// Takes in a span without samples.
  ///
  /// - Parameters:
  ///   - span: Where it begins and ends, in seconds from the beginning of the gap that it is part
  ///     of, so that parts of a gap add up to its samples.
  ///   - queues: Where each completed hop's row is appended, one per channel.
  public func skip(_ span: Range<Double>, into queues: inout [RowQueue]) {
    for group in 0..<groupCount {
      guard let place = groups[group].places.first else { continue }
      groups[group].pushMissing(samples(of: span, rates[place]), into: &queues)
    }
    for (place, features) in pressures {
      features.pushMissing(samples(of: span, rates[place]), into: &queues[place])
    }
  }

  private func samples(of span: Range<Double>, _ rate: Double) -> Int {
    Int((span.upperBound * rate).rounded() - (span.lowerBound * rate).rounded())
  }
}

@available(*, unavailable)
extension FeatureBank: Sendable {}
